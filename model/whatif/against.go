package whatif

import "github.com/gridalloc/gridalloc/model"

// Against is the lever turned the other way: its amounts are positive in the direction
// that gives a planner less room or money.
func (l Lever) Against() Lever {
	turn := l.turn
	l.Sign, l.Least, l.Most = -l.Sign, -l.Most, -l.Least
	l.turn = func(s *model.Scenario, amount float64) { turn(s, -amount) }
	return l
}
