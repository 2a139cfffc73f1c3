package report

import (
	"fmt"
	"strings"

	"github.com/gridalloc/gridalloc/model/unit"
)

// Repair says why a scenario has no plan and what gives it one.
type Repair struct {
	Scenario string `json:"scenario"`
	Currency string `json:"currency"`
	// Verdict is "feasible", "infeasible" or "not known".
	Verdict string `json:"verdict"`
	// Complete says that the searches came to their end; otherwise they were interrupted.
	Complete bool `json:"complete"`
	// Found says that the colliding set was found, Smallest that it is proven that there is no
	// smaller one.
	Found     bool              `json:"collision_found"`
	Smallest  bool              `json:"smallest_proven"`
	Collision []CollisionMember `json:"collision"`
	// Apart are colliding sets beside it, by the names of their members.
	Apart   [][]string      `json:"also_colliding"`
	Supply  []SupplyRow     `json:"supply"`
	Years   []BudgetNeed    `json:"budget"`
	Repairs []RepairRow     `json:"repairs"`
	Useless []UselessChange `json:"no_repair_alone"`
	// Failures say which searches failed; what they were to tell is not known.
	Failures []string `json:"failed_searches"`
}

// CollisionMember is a rule, demand or limit of a colliding set: what it says, and the
// numbers that this stands against.
type CollisionMember struct {
	Kind    string   `json:"kind"`
	ID      string   `json:"id"`
	Says    string   `json:"says"`
	Against []string `json:"against"`
}

// SupplyRow is what a region can give a contract of the set. Labels and MW are missing where
// there is nothing within the horizon.
type SupplyRow struct {
	Contract string   `json:"contract"`
	Region   string   `json:"region"`
	Name     string   `json:"name"`
	Earliest *string  `json:"earliest"`
	FirmMW   *float64 `json:"firm_mw"`
	HallMW   *float64 `json:"hall_mw"`
	AtStart  float64  `json:"hall_mw_at_start"`
	AtEnd    float64  `json:"hall_mw_at_end"`
}

// BudgetNeed sets the budget of a year, missing where there is only a total, against what
// the plan of least spending for the others of the set spends.
type BudgetNeed struct {
	Year   int         `json:"year"`
	Budget *unit.Money `json:"budget"`
	Needed unit.Money  `json:"least_spending"`
}

// RepairRow is a repair, or one of the levers of one that needs several: how much of it is
// enough and how much is not, with what the best plan is worth then.
type RepairRow struct {
	Repair int    `json:"repair"` // its number, the best first
	Words  string `json:"words"`
	Lever  string `json:"lever"`
	Of     string `json:"of"`
	Unit   string `json:"unit"`
	// Amount and NotEnough are missing where something is left out altogether. Proven says that
	// it is proven that there is no plan with NotEnough.
	Amount    *float64 `json:"amount"`
	NotEnough *float64 `json:"not_enough"`
	Proven    bool     `json:"proven"`
	Elsewhere string   `json:"elsewhere"`
	// Value is what the best plan found is worth, Bound what none is worth more than.
	Value *unit.Money `json:"value"`
	Bound *unit.Money `json:"bound"`
}

// UselessChange is a change that is no repair by itself; proven, or not known.
type UselessChange struct {
	Change string `json:"change"`
	Proven bool   `json:"proven"`
}

// Reply is the answer in all its forms.
func (r *Repair) Reply() *Reply {
	data := *r
	data.Collision, data.Apart, data.Supply, data.Years = filled(r.Collision), filled(r.Apart), filled(r.Supply), filled(r.Years)
	data.Repairs, data.Useless, data.Failures = filled(r.Repairs), filled(r.Useless), filled(r.Failures)
	reply := &Reply{
		Name: "repair", Title: r.Scenario + ": why there is no plan, and what repairs it", Data: data,
		Tables: []Table{r.collisionTable(), tableOf("supply", r.Supply), tableOf("budget", r.Years), tableOf("repairs", r.Repairs), tableOf("no_repair_alone", r.Useless)},
	}
	if r.Verdict != "infeasible" {
		reply.Title = r.Scenario + ": " + r.Verdict
		reply.Sections = []Section{{Text: map[string]string{
			"feasible":  "There is a plan that meets all rules, budgets and demands; nothing needs repair.",
			"not known": "The search was ended by its limit before it was known whether there is a plan.",
		}[r.Verdict]}}
		return reply
	}
	reply.Sections = append(reply.Sections, Section{Heading: "What collides", Text: strings.Join(r.CollisionLines(), "\n")})
	reply.Sections = append(reply.Sections, r.repairSection())
	if len(r.Useless) > 0 {
		reply.Sections = append(reply.Sections, Section{Heading: "What is no repair by itself", Text: r.uselessText()})
	}
	if len(r.Repairs) > 0 {
		reply.Notes = append(reply.Notes,
			"each repair gives the whole scenario a verified plan; repairs are in the order of what the best plan is then worth, in million "+r.Currency,
			"there is no plan with what is not enough, where it is not said that this is not known")
	}
	for _, failure := range r.Failures {
		reply.Notes = append(reply.Notes, "a search failed, and what it was to tell is not known: "+failure)
	}
	if !r.Complete {
		reply.Notes = append(reply.Notes, "the search was ended early: there may be more repairs")
	}
	return reply
}

// CollisionLines say what collides: a line of Markdown each.
func (r *Repair) CollisionLines() []string {
	var lines []string
	switch {
	case !r.Found:
		return []string{"What collides is not known: the search was ended early."}
	case len(r.Collision) == 0:
		return []string{"There is no plan even without any mandatory contract, rule, budget or joint limit: the facts alone leave none."}
	case len(r.Collision) == 1:
		lines = append(lines, "This alone cannot be met:")
	case r.Smallest:
		lines = append(lines, fmt.Sprintf("These %d cannot be met together; without any one of them the others can, and no fewer collide:", len(r.Collision)))
	default:
		lines = append(lines, fmt.Sprintf("These %d cannot be met together; whether fewer collide is not known, as a search was ended by its limit:", len(r.Collision)))
	}
	lines = append(lines, "")
	for i := range r.Collision {
		m := &r.Collision[i]
		lines = append(lines, "- "+m.name()+" "+m.Says)
		for _, x := range m.Against {
			lines = append(lines, "  - "+x)
		}
	}
	for i, set := range r.Apart {
		if i == 0 {
			lines = append(lines, "")
		}
		lines = append(lines, "Beside it, and apart from it: "+strings.Join(set, ", ")+".")
	}
	return lines
}

func (m *CollisionMember) name() string {
	if m.ID == "" {
		return "the " + m.Kind
	}
	return m.Kind + " " + m.ID
}

// repairSection is the table of repairs.
func (r *Repair) repairSection() Section {
	s := Section{Heading: "What repairs it", Header: []string{"repair", "not enough", "best plan", "at most", "as much or more in"}, Left: 1}
	for i := range r.Repairs {
		x := &r.Repairs[i]
		value, bound, words := millions(x.Value), millions(x.Bound), x.Words
		if i > 0 && r.Repairs[i-1].Repair == x.Repair {
			value, bound, words = "", "", "" // a second lever of it
		}
		s.Rows = append(s.Rows, []string{words, x.notEnough(), value, bound, orDash(x.Elsewhere)})
	}
	if len(s.Rows) == 0 {
		s.Text = "No repair was found."
		if !r.Complete {
			s.Text = "No repair was found yet when the search was ended."
		}
	}
	return s
}

// notEnough says how much of a lever is not enough.
func (x *RepairRow) notEnough() string {
	if x.NotEnough == nil {
		return "-"
	}
	name := x.Unit
	if name == "month" && *x.NotEnough != 1 {
		name = "months"
	}
	text := fmt.Sprintf("%.6g %s", *x.NotEnough, name)
	if !x.Proven {
		text += " (not known)"
	}
	return text
}

func (r *Repair) uselessText() string {
	var lines []string
	for _, x := range r.Useless {
		line := "- " + x.Change
		if !x.Proven {
			line += " (not known: the search was ended by its limit)"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// RepairLines say what repairs the scenario, for readers of a log: a line each.
func (r *Repair) RepairLines() []string {
	var lines []string
	for i := range r.Repairs {
		x := &r.Repairs[i]
		if i > 0 && r.Repairs[i-1].Repair == x.Repair {
			continue
		}
		line := x.Words
		if x.NotEnough != nil {
			line += "; not enough: " + x.notEnough()
		}
		lines = append(lines, line)
	}
	return lines
}

// collisionTable has a line for each member of the set.
func (r *Repair) collisionTable() Table {
	t := Table{Name: "collision", Header: []string{"kind", "id", "says", "against"}}
	for i := range r.Collision {
		m := &r.Collision[i]
		t.Rows = append(t.Rows, []string{m.Kind, Neutral(m.ID), Neutral(m.Says), Neutral(strings.Join(m.Against, "; "))})
	}
	return t
}
