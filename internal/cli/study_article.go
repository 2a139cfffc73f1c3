package cli

import (
	"slices"
	"strconv"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/article"
	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model"
)

func (s *session) studyArticleCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "article",
		Usage: "test the claims of the source article on the data",
		Flags: questionFlags(
			&urfave.StringFlag{Name: "only", Usage: "test only the claims with these `NUMBERS`, such as 2,4,11", DefaultText: "all"},
		),
		Action: s.studyArticle,
	}, manual{
		text: "Tests each claim of the article that gridalloc was made to test, on the scenarios russia, united-states\n" +
			"and middle-east as they are shipped: what the article says, what data and plans say, and whether the claim\n" +
			"holds. Each finding names what it rests on and the command that shows it. --set applies to all three.\n" +
			"Some claims take several national plans: minutes at a gap of 1 %. Ctrl-C ends with the claims tested so far.",
		example: "gridalloc study article --gap 1% --out article\n" +
			"gridalloc study article --only 4,8",
		exits: questionExits,
	})
}

func (s *session) studyArticle(c *urfave.Context) error {
	if _, err := arguments(c); err != nil {
		return err
	}
	q, err := s.question(c)
	if err != nil {
		return err
	}
	numbers, err := claimNumbers(c.String("only"))
	if err != nil {
		return err
	}
	study, err := article.New(s.Packs)
	if err != nil {
		return fail(exitInternal, "%s", err)
	}
	study.Analyst = q.analyst()
	ctx, _, stop := s.interruptibleTo(c.Context, "finishing with the claims tested so far")
	defer stop()
	sets := slices.Concat(q.sets, q.limits)
	for _, x := range []struct {
		name string
		sets []string
		into **model.Scenario
	}{
		{"russia", nil, &study.Russia},
		{"russia", []string{"measures=[" + strings.Join(article.MiningMeasures, ", ") + "]"}, &study.Measures},
		{"united-states", nil, &study.UnitedStates},
		{"middle-east", nil, &study.MiddleEast},
	} {
		if *x.into, _, err = s.loadWorlds(ctx, x.name, slices.Concat(x.sets, sets), q.quiet); err != nil {
			return err
		}
	}
	findings, failed := study.Test(ctx, numbers)
	if len(findings) == 0 && failed != nil {
		return cutShort(failed)
	}
	var rows []report.ClaimRow
	for _, f := range findings {
		rows = append(rows, report.ClaimRow{
			Number: f.Number, Claim: f.Claim, Figure: f.Figure, Finds: f.Finds, Verdict: string(f.Verdict), Basis: f.Basis, Command: f.Command,
		})
	}
	return q.reply(report.Article(rows), failed)
}

// claimNumbers reads --only.
func claimNumbers(list string) ([]int, error) {
	var numbers []int
	if list == "" {
		for n := range article.Claims() {
			numbers = append(numbers, n+1)
		}
		return numbers, nil
	}
	for text := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 1 || n > article.Claims() {
			return nil, usage("--only %s: %q is no number from 1 to %d", list, text, article.Claims())
		}
		if !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	return numbers, nil
}
