package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gridalloc/gridalloc/internal/batch"
	"github.com/gridalloc/gridalloc/internal/batch/table"
	"github.com/gridalloc/gridalloc/internal/report"
)

func (s *session) batchShowCommand() *urfave.Command {
	return s.describe(&urfave.Command{
		Name:  "show",
		Usage: "show one run of a study",
		Flags: []urfave.Flag{
			&urfave.BoolFlag{Name: "log", Usage: "print its log and nothing else", DisableDefaultText: true},
			&urfave.BoolFlag{Name: "plan", Usage: "print its plan as JSON and nothing else", DisableDefaultText: true},
		},
		Action: s.batchShow,
	}, manual{
		args:    "DIR RUN",
		text:    "Prints the levels of a run, what became of it, the head of its log and where its plan is. RUN is its number in the study, or the beginning of its identity.",
		example: "gridalloc batch show runs 12\ngridalloc batch show runs 12 --plan > plan.json",
		exits:   []int{exitInput},
	})
}

// shownRun is a run of a table with all its values.
type shownRun struct {
	*table.Table
	dir  string
	row  []table.Value
	same []string // the numbers of other runs that ask for the same
}

func (s *session) batchShow(c *urfave.Context) error {
	args, err := arguments(c, "DIR", "RUN")
	if err != nil {
		return err
	}
	if c.Bool("log") && c.Bool("plan") {
		return usage("--log and --plan are two answers").hint("ask for one of them")
	}
	t, err := openRuns(args[0])
	if err != nil {
		return err
	}
	defer func() { _ = t.Close() }() // only read
	r, err := findRun(t, args[0], args[1])
	switch {
	case err != nil:
		return err
	case c.Bool("log"):
		return s.copyFile(r, "log", r.logPath())
	case c.Bool("plan"):
		return s.copyFile(r, "plan", r.planPath())
	}
	return r.page().Write(s.term.out, "text")
}

// value is a value of the run.
func (r *shownRun) value(column string) string {
	return r.row[table.Find(r.Columns, column)].String()
}

func (r *shownRun) logPath() string  { return table.LogFile(r.dir, r.value("id")) }
func (r *shownRun) planPath() string { return table.PlanFile(r.dir, r.value("id")) }

// findRun finds a run by its number or the beginning of its identity.
func findRun(t *table.Table, dir, name string) (*shownRun, error) {
	every := make([]int, len(t.Columns))
	for i := range every {
		every[i] = i
	}
	id := table.Find(t.Columns, "id")
	var byNumber, byID *shownRun
	for row, err := range t.Select(table.Query{}, every) {
		if err != nil {
			return nil, fail(exitInput, "%s", err)
		}
		isNumber, isID := row[0].String() == name, len(name) >= shortestPrefix && strings.HasPrefix(row[id].Text, name)
		switch {
		case isNumber:
			byNumber = &shownRun{Table: t, dir: dir, row: append([]table.Value(nil), row...)}
		case isID && byID == nil:
			byID = &shownRun{Table: t, dir: dir, row: append([]table.Value(nil), row...)}
		case isID && byID.value("id") == row[id].Text:
			byID.same = append(byID.same, row[0].String())
		case isID:
			return nil, usage("several runs begin with %s, such as %s and %s", name, byID.value("id"), row[id].Text).hint("say more of the identity")
		}
	}
	switch {
	case byNumber != nil:
		return byNumber, byNumber.findSame()
	case byID != nil:
		return byID, nil
	}
	f := usage("there is no run %s", name)
	if _, err := strconv.Atoi(name); err == nil {
		return nil, f.hint("the study has %s", count(t.Len(), "run"))
	}
	return nil, f.hint("RUN is a number, or the first %d or more characters of an identity", shortestPrefix)
}

// shortestPrefix is how much of an identity is needed at least.
const shortestPrefix = 4

// findSame finds the other runs with the identity.
func (r *shownRun) findSame() error {
	id := table.Find(r.Columns, "id")
	for row, err := range r.Scan([]int{0, id}) {
		if err != nil {
			return fail(exitInput, "%s", err)
		}
		if row[id].Text == r.row[id].Text && row[0] != r.row[0] {
			r.same = append(r.same, row[0].String())
		}
	}
	return nil
}

// copyFile prints a file of the run.
func (s *session) copyFile(r *shownRun, what, path string) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fail(exitInput, "run %s has no %s: its status is %s", r.value("number"), what, r.value("status")).hint("it would be %s", path)
	}
	if err != nil {
		return fail(exitInput, "%s", err)
	}
	defer func() { _ = f.Close() }() // only read
	_, err = io.Copy(s.term.out, f)
	return err
}

// page is what is known of the run.
func (r *shownRun) page() *report.Reply {
	levels := report.Section{Header: []string{"axis", "level"}, Left: 2}
	result := report.Section{Heading: "Result", Header: []string{"figure", "value"}, Left: 2}
	for i, c := range r.Columns {
		unit := c.Unit
		if unit == table.Money {
			unit = strings.TrimSpace(r.value("currency") + " million")
		}
		switch value := report.RunFigure(r.row[i].Plain(), c.Unit); {
		case c.Axis:
			levels.Rows = append(levels.Rows, []string{c.Name, value})
		case c.Name == "number" || c.Name == "id" || c.Name == "currency" || value == "":
		default:
			if c.Unit == table.Share {
				unit = ""
			}
			result.Rows = append(result.Rows, []string{c.Name, strings.TrimSpace(value + " " + unit)})
		}
	}
	return &report.Reply{
		Title:    fmt.Sprintf("%s: run %s", r.Study, r.value("number")),
		Sections: []report.Section{levels, result, r.head()},
		Notes:    r.notes(),
	}
}

// notes say who the run is and where its plan is.
func (r *shownRun) notes() []string {
	notes := []string{"identity " + r.value("id")}
	if len(r.same) > 0 {
		notes = append(notes, "asks for the same as run "+strings.Join(r.same, ", "))
	}
	if _, err := os.Stat(r.planPath()); err == nil {
		notes = append(notes, "plan "+r.planPath())
	} else if r.value("status") == string(batch.Solved) || r.value("status") == string(batch.Limited) {
		notes = append(notes, "its plan is missing: "+r.planPath())
	} else {
		notes = append(notes, "it has no plan")
	}
	return notes
}

// head is the head of the log.
func (r *shownRun) head() report.Section {
	const most = 20
	section := report.Section{Heading: "Log"}
	f, err := os.Open(r.logPath())
	if err != nil {
		section.Text = "none"
		return section
	}
	defer func() { _ = f.Close() }() // only read
	var lines []string
	scanner := bufio.NewScanner(f)
	for scanner.Scan() {
		if len(lines) == most {
			lines = append(lines, "...", "--log prints all of it")
			break
		}
		lines = append(lines, scanner.Text())
	}
	if err := scanner.Err(); err != nil {
		lines = append(lines, err.Error())
	}
	section.Text = "    " + strings.Join(lines, "\n    ")
	return section
}
