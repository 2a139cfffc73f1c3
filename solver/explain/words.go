package explain

import (
	"fmt"
	"strings"

	"github.com/gridalloc/gridalloc/model"
)

// ruleWords say what a rule forbids.
func ruleWords(s *model.Scenario, r *model.Rule) string {
	what, where := "halls", regionNames(s, r.Regions, "and")
	if len(r.Business) > 0 {
		var list []string
		for _, b := range r.Business {
			list = append(list, product(b))
		}
		what = strings.Join(list, " and ")
	}
	limit := number(r.Limit)
	var words string
	switch r.Kind {
	case model.Ban:
		words = fmt.Sprintf("stops %s in %s", what, where)
	case model.TakeOrPay:
		words = fmt.Sprintf("has connections in %s pay the network for at least %s %% of their MW", where, number(100*float64(r.Share)))
	case model.MinSite:
		words = fmt.Sprintf("allows no connection of less than %s MW in %s", limit, where)
	case model.MaxSite:
		words = fmt.Sprintf("allows no connection of more than %s MW in %s", limit, where)
	case model.Openings:
		words = fmt.Sprintf("allows %s signings a year in %s", limit, where)
	case model.MaxShare:
		words = fmt.Sprintf("allows %s in %s at most %s %% of all running MW", what, where, number(100*float64(r.Share)))
	case model.CarbonCap:
		words = fmt.Sprintf("allows %s t of carbon a year from %s", limit, where)
	case model.Equipment:
		words = fmt.Sprintf("allows %s machines a year for %s in %s", limit, what, where)
	case model.NoNewHalls:
		words = fmt.Sprintf("forbids to start %s in %s", what, where)
	default:
		words = fmt.Sprintf("(%s) has the limit %s for %s in %s", r.Kind, limit, what, where)
	}
	if n := len(r.Exempt); n > 0 {
		words += fmt.Sprintf(", but for %d sites", n)
	}
	if r.Name != "" {
		words = fmt.Sprintf("(%s) %s", r.Name, words)
	}
	return words + spanWords(r.Span)
}

// spanWords say when a rule is in force.
func spanWords(span model.Span) string {
	words := ""
	if !span.From.IsZero() {
		words += ", from " + span.From.String()
	}
	if !span.To.IsZero() {
		words += ", until " + span.To.String()
	}
	if span.Months != 0 {
		words += ", in some months"
	}
	return words
}

// jointWords say what a joint limit allows.
func jointWords(s *model.Scenario, j *model.JointLimit) string {
	var list []string
	for _, x := range j.Surplus {
		list = append(list, fmt.Sprintf("%s MW firm and %s MW interruptible from %s", number(float64(x.Firm)), number(float64(x.Interruptible)), month(x.From)))
	}
	return fmt.Sprintf("allows %s together %s", regionNames(s, j.Regions, "and"), strings.Join(list, ", "))
}

// perMillion is the unit in which money is worded.
const perMillion = 1e6

// number writes a figure with up to six digits.
func number(x float64) string { return fmt.Sprintf("%.6g", x) }

// month writes a date without its day, where that is the first.
func month(d model.Date) string {
	if d.Day != 1 {
		return d.String()
	}
	return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
}

// product is a business in words.
func product(b model.Business) string {
	if b == model.GPUCloud {
		return "GPU cloud"
	}
	return b.String()
}

// regionNames lists regions by id, the first few of many.
func regionNames(s *model.Scenario, regions []int, last string) string {
	const few = 6
	if len(regions) == len(s.Regions) && len(regions) > 1 {
		return map[string]string{"or": "any region", "and": "all regions"}[last]
	}
	var list []string
	for i, r := range regions {
		if i == few && len(regions) > few+1 {
			list = append(list, fmt.Sprintf("%d more", len(regions)-few))
			break
		}
		list = append(list, s.Regions[r].ID)
	}
	if n := len(list); n > 1 {
		return strings.Join(list[:n-1], ", ") + " " + last + " " + list[n-1]
	}
	return strings.Join(list, "")
}
