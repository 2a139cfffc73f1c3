package report

import (
	"io"
	"slices"
)

// RiskStudy writes the rows of a study of risk: text is a page of Markdown.
func RiskStudy(w io.Writer, rows []StudyRow, format string) error {
	return study(w, rows, format, &studyPage{
		title:  "What weight on the worst worlds does to a plan",
		header: []string{"scenario", "weight of CVaR", "expected", "CVaR", "worst world", "P(loss)", "capex", "MW at the end", "ASIC", "GPU", "hybrid", "peak MW", "contracts", "gap", "seconds", "search"},
		left:   1,
		cells: func(r *StudyRow) []string {
			return slices.Concat(
				[]string{r.Scenario, percent(r.Weight), millions(r.Expected), millions(r.CVaR), millions(r.Worst), share(r.Loss), millions(r.Capex), whole(r.endMW())},
				r.siteCells(),
				[]string{whole(r.PeakMW), r.contracts(), share(r.Gap), number(r.Seconds, 0), r.Outcome},
			)
		},
		notes: func(rows []StudyRow) string {
			return byScenario(rows, func(r *StudyRow) string {
				return "; values are " + goalWords(r.Goal) + "; CVaR is the mean of the worst " + percent(r.Tail)
			})
		},
	})
}
