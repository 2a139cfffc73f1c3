package report

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/gridalloc/gridalloc/model"
)

// ValuationStudy writes the rows of a study of valuations, those for the goal
// of equity value after the one for NPV: text is a page of Markdown, which says
// how they differ.
func ValuationStudy(w io.Writer, rows []StudyRow, format string) error {
	return study(w, rows, format, &studyPage{
		title:  "What a plan builds for cash and what for its valuation",
		header: []string{"scenario", "goal", "multiples", "NPV", "equity value", "capex", "MW at the end", "mining", "AI colocation", "GPU cloud", "ASIC", "GPU", "hybrid", "contracts", "gap", "seconds", "search"},
		left:   3,
		cells: func(r *StudyRow) []string {
			return slices.Concat(
				[]string{r.Scenario, goalWords(r.Goal), r.multiples(), millions(r.NPV), millions(r.EquityValue), millions(r.Capex), whole(r.endMW())},
				[]string{whole(r.MiningMW), whole(r.ColocationMW), whole(r.GPUCloudMW)},
				r.siteCells(),
				[]string{r.contracts(), share(r.Gap), number(r.Seconds, 0), r.Outcome},
			)
		},
		notes: valuationNotes,
	})
}

// valuationNotes set each plan for equity value against the one for NPV.
func valuationNotes(rows []StudyRow) string {
	var b strings.Builder
	b.WriteString(byScenario(rows, func(r *StudyRow) string {
		if r.Measure == model.Expected.String() {
			return ""
		}
		return "; the measure is " + r.Measure
	}))
	var cash *StudyRow
	for i := range rows {
		r := &rows[i]
		if r.Goal == model.NPV.String() {
			cash = r
			continue
		}
		fmt.Fprintf(&b, "- %s at %s: %s\n", r.Scenario, r.multiples(), valuationNote(cash, r))
	}
	b.WriteString("- multiples are enterprise value over yearly EBITDA of mining / colocation / GPU cloud; MW of AI are those of the last two in the last period\n" +
		"- each plan is the best within its gap only: what differs by less need not come from the valuation\n")
	return b.String()
}

// valuationNote says what MW of AI a valuation adds to those that pay in cash,
// and for how much NPV.
func valuationNote(cash, valued *StudyRow) string {
	if cash.NPV == nil || valued.NPV == nil {
		return "not compared, as a plan is missing"
	}
	before, after := *cash.ColocationMW+*cash.GPUCloudMW, *valued.ColocationMW+*valued.GPUCloudMW
	lost := float64(*cash.NPV - *valued.NPV)
	does, gives := "adds %s MW of AI to", "gives up"
	if after < before {
		does = "takes %s MW of AI from"
	}
	if lost < 0 {
		gives = "gains"
	}
	return fmt.Sprintf("the valuation "+does+" the %s MW that pay in cash, and %s %s %s million of NPV",
		number(math.Abs(after-before), 1), number(before, 1), gives, valued.Currency, number(math.Abs(lost)/1e6, 1))
}

// multiples writes the multiples of mining, colocation and GPU cloud.
func (r *StudyRow) multiples() string {
	list := make([]string, 0, 3)
	for _, x := range []*float64{r.MiningMultiple, r.ColocationMultiple, r.GPUCloudMultiple} {
		if x == nil {
			list = append(list, "by market")
			continue
		}
		list = append(list, strconv.FormatFloat(*x, 'f', -1, 64))
	}
	return strings.Join(list, " / ")
}
