package cli

import (
	"math"
	"slices"
	"strconv"
	"strings"

	urfave "github.com/urfave/cli/v2"
)

func (s *session) studySweepCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "sweep",
		Usage: "show what one value of a scenario does to the plan",
		Flags: studyFlags(
			worldsFlag(),
			&urfave.StringFlag{Name: "over", Usage: "set `PATH=FROM..TO` in steps, or PATH=A,B,C one after another"},
			&urfave.IntFlag{Name: "steps", Value: 10, Usage: "from FROM to TO in `N` points"},
			&urfave.StringFlag{Name: "method", Usage: "solve by `METHOD`: whole or decompose", DefaultText: "the scenario's"},
			&urfave.BoolFlag{Name: "cold", Usage: "solve each point alone too, and compare", DisableDefaultText: true},
		),
		Action:       s.studySweep,
		BashComplete: s.complete(s.scenarioNames()...),
	}, manual{
		args: "SCENARIO",
		text: "Sets one value of a scenario to one after another, as --set would, solves each point, and prints a line\n" +
			"for each: what the plan is worth, how much more a plan can be worth at most, and what it builds. Plans\n" +
			"are carried from point to point as starts, and bounds where they hold, so that a sweep takes less time\n" +
			"than its points alone; each is solved to the same gap. With --cold each point is solved alone too, and\n" +
			"the times are compared. The points are solved in the order that is quickest and printed in that of\n" +
			"--over. The exit code is that of the gravest line. Ctrl-C ends the sweep with the points that are\n" +
			"finished; --out FILE.md is then called FILE.incomplete.md.\n\n" +
			"Besides the values of the scenario file, scale.hashprice, scale.rent and scale.lead_time multiply what the\n" +
			"tables say.",
		example: "gridalloc study sweep centre --over budget.annual=100..400 --steps 20 --method decompose --out sweep.md\n" +
			"gridalloc study sweep urals --over scale.hashprice=80%,100%,120% --format csv\n" +
			"gridalloc study sweep my.yaml --over lead_time=optimistic,typical,pessimistic --cold",
		exits: studyExits,
	})
}

// swept is a path of a scenario with the values to set it to.
type swept struct {
	path     string
	settings []string
}

// mostPoints is more than anybody waits for.
const mostPoints = 1000

// sweptOf reads --over and --steps.
func sweptOf(c *urfave.Context) (swept, error) {
	const example = "such as --over budget.annual=100..400 --steps 20, or --over budget.annual=100,150,300"
	over := c.String("over")
	path, values, found := strings.Cut(over, "=")
	if !found || path == "" || values == "" {
		return swept{}, usage("--over %s: not a path with values", over).hint(example)
	}
	x := swept{path: path}
	from, to, isRange := strings.Cut(values, "..")
	if !isRange {
		if c.IsSet("steps") {
			return swept{}, usage("--steps is for a range: --over %s lists its values", over).hint(example)
		}
		for value := range strings.SplitSeq(values, ",") {
			value = strings.TrimSpace(value)
			if value == "" || slices.Contains(x.settings, value) {
				return swept{}, usage("--over %s: a value is empty, or there twice", over).hint(example)
			}
			x.settings = append(x.settings, value)
		}
		return x, nil
	}
	n := c.Int("steps")
	if n < 2 || n > mostPoints {
		return swept{}, usage("--steps %d: not from 2 to %d", n, mostPoints)
	}
	var ok bool
	if x.settings, ok = between(from, to, n); !ok {
		return swept{}, usage("--over %s: not two different numbers of one unit", over).hint(example)
	}
	return x, nil
}

// between lists n values from one to another, evenly spaced. Both may have the
// same unit behind the number.
func between(from, to string, n int) ([]string, bool) {
	a, unitA, okA := quantity(from)
	b, unitB, okB := quantity(to)
	if !okA || !okB || unitA != unitB || a == b {
		return nil, false
	}
	list := make([]string, n)
	for i := range list {
		t := float64(i) / float64(n-1)
		list[i] = strconv.FormatFloat(rounded((1-t)*a+t*b), 'f', -1, 64) + unitA
	}
	return list, true
}

// quantity splits a text such as 12.5% into number and unit.
func quantity(text string) (x float64, unit string, ok bool) {
	text = strings.TrimSpace(text)
	number := strings.TrimRight(text, "% abcdefghijklmnopqrstuvwxyz")
	x, err := strconv.ParseFloat(number, 64)
	return x, text[len(number):], err == nil && !math.IsInf(x, 0) && !math.IsNaN(x)
}

// rounded is a number without the noise behind its twelfth digit.
func rounded(x float64) float64 {
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 12, 64), 64)
	if err != nil {
		return x
	}
	return y
}
