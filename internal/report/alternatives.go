package report

import (
	"fmt"
	"strings"
)

// AlternativeRow is a plan that is worth nearly as much as the given one, which is the
// first row.
type AlternativeRow struct {
	Plan string `json:"plan"`
	// Worth is by the scenario's measure, Loss the share of the given plan's worth that it
	// falls short of it.
	Worth float64  `json:"worth"`
	Loss  *float64 `json:"loss"`
	NPV   float64  `json:"npv"`
	Capex float64  `json:"capex"`
	// Nearest is how far it is from the nearest of the plans above, in MW; Most what no plan
	// within the loss exceeds, and Proven whether Nearest is that, to the gap of the search.
	Nearest *float64 `json:"nearest_mw"`
	Most    *float64 `json:"most_mw"`
	Proven  bool     `json:"most_proven"`
	// FromGiven is how far it is from the given plan, Share that as a share of what both have.
	FromGiven float64 `json:"from_given_mw"`
	Share     float64 `json:"from_given_share"`
	// MW are grid MW as means over the periods.
	MiningMW     float64 `json:"mining_mw"`
	ColocationMW float64 `json:"colocation_mw"`
	GPUCloudMW   float64 `json:"gpu_cloud_mw"`
	Taken        int     `json:"contracts_taken"`
}

// PlaceRow is by how many MW, as means over the periods, an alternative differs from the
// given plan in a region for a business.
type PlaceRow struct {
	Plan     string  `json:"plan"`
	Region   string  `json:"region"`
	Business string  `json:"business"`
	MW       float64 `json:"mw"`
}

// RegionUseRow is what a region is for the plans within the loss.
type RegionUseRow struct {
	Region string `json:"region"`
	Name   string `json:"name"`
	// Presence is must, some, none or unknown.
	Presence string `json:"presence"`
	// GivenMW are the grid MW of the given plan, as a mean over the periods; Builds of Plans
	// listed start halls here.
	GivenMW float64 `json:"given_mw"`
	Builds  int     `json:"plans_with"`
	Plans   int     `json:"plans"`
	// Bound is what no plan without the region is worth more than, if it must be, or none
	// with it, if it is in none; nil where there is no such plan at all.
	Bound *float64 `json:"bound"`
	// With and Without name plans that show that it is in some.
	With    string `json:"with"`
	Without string `json:"without"`
	// Least and Most are the MW of plans found; no plan goes beyond their bounds. nil where
	// not asked for.
	Least      *float64 `json:"least_mw"`
	LeastBound *float64 `json:"least_bound_mw"`
	Most       *float64 `json:"most_mw"`
	MostBound  *float64 `json:"most_bound_mw"`
}

// Alternatives is the answer to what else a plan could be.
type Alternatives struct {
	Scenario string           `json:"scenario"`
	Currency string           `json:"currency"`
	Goal     string           `json:"goal"`
	Loss     float64          `json:"loss"`
	Floor    float64          `json:"floor"`
	Plans    []AlternativeRow `json:"plans"`
	Moved    []PlaceRow       `json:"moved"`
	Regions  []RegionUseRow   `json:"regions"`
	// End says why there are no more alternatives, "" where there are as many as asked for.
	End string `json:"end"`
}

// Reply is the answer in all its forms.
func (a *Alternatives) Reply() *Reply {
	filledCopy := *a
	filledCopy.Plans, filledCopy.Moved, filledCopy.Regions = filled(a.Plans), filled(a.Moved), filled(a.Regions)
	r := &Reply{
		Name:  "alternatives",
		Title: fmt.Sprintf("%s: plans within %s of the best", a.Scenario, percent(a.Loss)),
		Data:  &filledCopy,
		Tables: []Table{
			tableOf("plans", a.Plans), tableOf("moved", a.Moved), tableOf("regions", a.Regions),
		},
	}
	r.Sections = append(r.Sections, a.plans())
	if len(a.Moved) > 0 {
		r.Sections = append(r.Sections, a.moved())
	}
	if len(a.Regions) > 0 {
		r.Sections = append(r.Sections, a.regions())
	}
	r.Notes = append(r.Notes,
		fmt.Sprintf("money in %s million; worth is %s, at least %s; each plan is verified", a.Currency, goalWords(a.Goal), number(a.Floor/1e6, 2)),
		"MW are grid MW of all halls as means over the periods; two plans are as far apart as the MW add up that one has for a business in a region and the other has not",
	)
	return r
}

func (a *Alternatives) plans() Section {
	s := Section{
		Left: 1, Text: a.End,
		Header: []string{"plan", "worth", "loss", "NPV", "capex", "mining", "AI colocation", "GPU cloud", "contracts", "from given", "share", "from nearest", "at most"},
	}
	for i := range a.Plans {
		p := &a.Plans[i]
		row := []string{
			p.Plan, number(p.Worth/1e6, 2), share(p.Loss), number(p.NPV/1e6, 1), number(p.Capex/1e6, 1),
			mw(p.MiningMW), mw(p.ColocationMW), mw(p.GPUCloudMW), number(float64(p.Taken), 0),
		}
		if i == 0 {
			row = append(row, "-", "-", "-", "-")
		} else {
			most := "unknown"
			if p.Most != nil {
				most = number(*p.Most, 1)
			}
			if p.Proven {
				most += " (proven)"
			}
			row = append(row, number(p.FromGiven, 1), percent(p.Share), number(*p.Nearest, 1), most)
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// moved is what each alternative has more and less than the given plan.
func (a *Alternatives) moved() Section {
	s := Section{Heading: "What each has more and less than the given plan", Header: []string{"plan", "more MW", "less MW"}, Left: 3}
	for i := 1; i < len(a.Plans); i++ {
		var more, less []string
		for _, m := range a.Moved {
			words := fmt.Sprintf("%s %s %s", m.Region, plain(m.Business), number(max(m.MW, -m.MW), 1))
			switch {
			case m.Plan != a.Plans[i].Plan:
			case m.MW > 0:
				more = append(more, words)
			default:
				less = append(less, words)
			}
		}
		s.Rows = append(s.Rows, []string{a.Plans[i].Plan, strings.Join(more, ", "), strings.Join(less, ", ")})
	}
	return s
}

// presences are the words for what a region is, in the order of the page.
var presences = []struct{ id, words string }{
	{"must", "in all"}, {"some", "in some"}, {"unknown", "cannot be told"}, {"none", "in none"},
}

func (a *Alternatives) regions() Section {
	s := Section{
		Heading: "Regions: in which of the plans within the loss new halls are built",
		Header:  []string{"region", "in plans", "given MW", "plans above", "otherwise at most", "least MW", "most MW", "shown by"}, Left: 2,
	}
	for _, presence := range presences {
		for i := range a.Regions {
			r := &a.Regions[i]
			if r.Presence != presence.id {
				continue
			}
			bound := "-"
			if r.Presence == "must" || r.Presence == "none" {
				if bound = "no plan"; r.Bound != nil {
					bound = number(*r.Bound/1e6, 2)
				}
			}
			s.Rows = append(s.Rows, []string{
				r.Region, presence.words, mw(r.GivenMW), fmt.Sprintf("%d of %d", r.Builds, r.Plans), bound,
				extent(r.Least, r.LeastBound), extent(r.Most, r.MostBound), r.shownBy(),
			})
		}
	}
	s.Text = "In all and in none are proven: otherwise a plan is worth at most what is stated, which is less than asked for. " +
		"In some is shown by two plans. Cannot be told: a limit ended the search."
	return s
}

func (r *RegionUseRow) shownBy() string {
	if r.Presence != "some" {
		return "-"
	}
	return r.With + " with, " + r.Without + " without"
}

// extent is the least or most MW found, and how far it may be from the true one.
func extent(found, bound *float64) string {
	switch {
	case found == nil:
		return "-"
	case bound == nil:
		return number(*found, 1) + " (bound unknown)"
	case max(*found-*bound, *bound-*found) < 0.05:
		return number(*found, 1)
	}
	return fmt.Sprintf("%s (bound %s)", number(*found, 1), number(*bound, 1))
}
