package verify

import "github.com/gridalloc/gridalloc/model"

// gain is what the miners of a site gain by being flexible (section 8):
// discounted sums over the periods, means over the worlds.
type gain struct{ stopping, response, gainAt90 fixed }

// add counts a yield; weight is the discount factor times the probability.
func (g *gain) add(y *yield, weight *fixed) {
	g.stopping.add(y.stopping.times(weight))
	g.response.add(y.response.times(weight))
	g.gainAt90.add(y.gainAt90.times(weight))
}

// flexibility is the table of all sites that ever run miners.
func (f *facts) flexibility(fleets []*fleet, gains []gain) []model.Flexibility {
	runs := make([]bool, len(f.s.Sites))
	for _, x := range fleets {
		runs[x.site] = true
	}
	var rows []model.Flexibility
	for i := range gains {
		if !runs[i] {
			continue
		}
		g := &gains[i]
		lost := g.stopping.plus(&g.response).minus(&g.gainAt90).positive()
		rows = append(rows, model.Flexibility{
			Site: f.s.Sites[i].ID, Stopping: money(g.stopping.rat()), Response: money(g.response.rat()), TakeOrPay: money(lost.rat()),
		})
	}
	return rows
}
