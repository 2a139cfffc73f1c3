package cli

import (
	"fmt"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

func (s *session) studyRiskCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "risk",
		Usage: "show what weight on the worst worlds does to the plan",
		Flags: studyFlags(append([]urfave.Flag{
			&urfave.StringFlag{Name: "weights", Value: "0,25%,50%,75%,100%", Usage: "solve for each of these `WEIGHTS` of CVaR"},
			&urfave.StringFlag{Name: "tail", Value: "10%", Usage: "CVaR is the mean of the worst `SHARE` of worlds"},
		}, samplingFlags()...)...),
		Action:       s.studyRisk,
		BashComplete: s.complete(s.scenarioNames()...),
	}, manual{
		args: "SCENARIO...",
		text: "Solves each scenario for each weight of CVaR in the objective, all in the same worlds, and prints a\n" +
			"line for each plan: what it is worth as a mean and in the worst worlds, what it costs and what it\n" +
			"builds. A scenario without worlds of its own gets 50 of 2000 draws. The exit code is that of the\n" +
			"gravest line. Ctrl-C ends the study with the lines that are finished;\n" +
			"--out FILE.md is then called FILE.incomplete.md.",
		example: "gridalloc study risk russia united-states --time-limit 10m --out risk.md\n" +
			"gridalloc study risk my.yaml --weights 0,30%,60% --tail 5% --format csv",
		exits: studyExits,
	})
}

func (s *session) studyRisk(c *urfave.Context) error {
	var weights []float64
	for text := range strings.SplitSeq(c.String("weights"), ",") {
		weight, err := shareOf("weights", text)
		if err != nil {
			return err
		}
		weights = append(weights, weight)
	}
	tail, err := shareOf("tail", c.String("tail"))
	if err != nil {
		return err
	}
	if tail == 0 || tail == 1 {
		return usage("--tail %s: must be above 0 and below 1", c.String("tail"))
	}
	return s.study(c, &study{
		sets: s.samplingSets,
		variants: func(_ string, x *model.Scenario) ([]variant, error) {
			return riskVariants(x.Objective, weights, tail), nil
		},
		write: report.RiskStudy,
	})
}

// riskVariants are an objective with each weight of CVaR.
func riskVariants(o model.Objective, weights []float64, tail float64) []variant {
	var list []variant
	for _, weight := range weights {
		o.Measure, o.Weight, o.Tail = model.CVaR, unit.Share(weight), unit.Share(tail)
		if weight == 0 {
			o.Measure = model.Expected
		}
		list = append(list, variant{fmt.Sprintf("weight %g %%", 100*weight), o})
	}
	return list
}
