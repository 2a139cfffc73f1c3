package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
	"github.com/gridalloc/gridalloc/model/unit"
)

func (s *session) studyValuationCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "valuation",
		Usage: "tell what a plan builds for its valuation from what it builds for cash",
		Flags: studyFlags(
			worldsFlag(),
			&urfave.StringFlag{Name: "multiple", Usage: "value yearly EBITDA at these `MULTIPLES`, such as mining=6,colocation=15,gpu_cloud=9", DefaultText: "the scenario's"},
			&urfave.StringFlag{Name: "ai-multiple", Usage: "solve for equity value with each of these `MULTIPLES` for both colocation and GPU cloud, such as 9,12,15"},
		),
		Action:       s.studyValuation,
		BashComplete: s.complete(s.scenarioNames()...),
	}, manual{
		args: "SCENARIO...",
		text: "Solves each scenario for the goal npv and for the goal equity_value in the same worlds, prints a line\n" +
			"for each plan, and says how many MW of AI the valuation adds to those that pay in cash and what NPV\n" +
			"it gives up. Without --multiple the multiples are those of the scenario. The exit code is that of\n" +
			"the gravest line. Ctrl-C ends the study with the lines that are finished;\n" +
			"--out FILE.md is then called FILE.incomplete.md.",
		example: "gridalloc study valuation siberia centre --multiple mining=6,colocation=15,gpu_cloud=9 --gap 1%\n" +
			"gridalloc study valuation my.yaml --ai-multiple 9,12,15,18 --out valuation.md",
		exits: studyExits,
	})
}

func (s *session) studyValuation(c *urfave.Context) error {
	given, err := multiplesOf(c)
	if err != nil {
		return err
	}
	ai, err := aiMultiplesOf(c)
	if err != nil {
		return err
	}
	return s.study(c, &study{
		sets: func(c *urfave.Context, _ string) ([]string, error) { return worldSets(c) },
		variants: func(name string, x *model.Scenario) ([]variant, error) {
			if given == nil && !hasMultiples(x) {
				return nil, fail(exitInput, "%s gives no multiples of EBITDA", name).
					hint("give --multiple mining=6,colocation=15,gpu_cloud=9 with your figures, or objective.multiple in the scenario")
			}
			return valuationVariants(x.Objective, given, ai), nil
		},
		write: report.ValuationStudy,
	})
}

// valuationVariants are an objective with the goal of cash and with that of
// equity value: at the multiples given, or at its own for nil, or with each of
// those for AI in their place.
func valuationVariants(o model.Objective, given *[3]unit.Share, ai []unit.Share) []variant {
	o.Multiple = slices.Clone(o.Multiple)
	if given != nil {
		for m := range o.Multiple {
			o.Multiple[m] = *given
		}
	}
	o.Goal = model.NPV
	list := []variant{{"net present value", o}}
	o.Goal = model.EquityValue
	if len(ai) == 0 {
		return append(list, variant{"equity value", o})
	}
	for _, multiple := range ai {
		v := variant{fmt.Sprintf("equity value, AI at %g", float64(multiple)), o}
		v.objective.Multiple = slices.Clone(o.Multiple)
		for m := range v.objective.Multiple {
			row := &v.objective.Multiple[m]
			row[model.Colocation], row[model.GPUCloud] = multiple, multiple
		}
		list = append(list, v)
	}
	return list
}

// multiplesOf reads --multiple, nil where it is not given.
func multiplesOf(c *urfave.Context) (*[3]unit.Share, error) {
	if !c.IsSet("multiple") {
		return nil, nil
	}
	const example = "write one for each business, such as mining=6,colocation=15,gpu_cloud=9"
	var given [3]unit.Share
	left := slices.Clone(model.Businesses)
	for text := range strings.SplitSeq(c.String("multiple"), ",") {
		name, number, _ := strings.Cut(text, "=")
		name = strings.TrimSpace(name)
		i := slices.IndexFunc(left, func(b model.Business) bool { return b.String() == name })
		if i < 0 {
			return nil, usage("--multiple %s: %q is no business, or is there twice", c.String("multiple"), name).hint(example)
		}
		multiple, err := multipleOf("multiple", number)
		if err != nil {
			return nil, err
		}
		given[left[i]] = multiple
		left = slices.Delete(left, i, i+1)
	}
	if len(left) > 0 {
		return nil, usage("--multiple %s lacks %s", c.String("multiple"), left[0]).hint(example)
	}
	return &given, nil
}

// aiMultiplesOf reads --ai-multiple.
func aiMultiplesOf(c *urfave.Context) ([]unit.Share, error) {
	if !c.IsSet("ai-multiple") {
		return nil, nil
	}
	var list []unit.Share
	for text := range strings.SplitSeq(c.String("ai-multiple"), ",") {
		multiple, err := multipleOf("ai-multiple", text)
		if err != nil {
			return nil, err
		}
		list = append(list, multiple)
	}
	return list, nil
}

// multipleOf reads a multiple of EBITDA.
func multipleOf(flag, text string) (unit.Share, error) {
	x, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || !(x >= 0 && x <= file.MaxMultiple) {
		return 0, usage("--%s %s: not a number from 0 to %d", flag, text, file.MaxMultiple).hint("a multiple is enterprise value over yearly EBITDA")
	}
	return unit.Share(x), nil
}
