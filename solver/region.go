package solver

import (
	"errors"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/solver/formulation"
	"github.com/gridalloc/gridalloc/solver/mip"
)

// Region has Solve look only among the plans that start halls in a region (With, where it is
// not empty) and start none in others (Without). Best is as in Away. Certificate, Worth and
// Information do not go with it.
type Region struct {
	With    string
	Without []string
	Best    float64
}

// errAside is what Options.Region and Options.Away do not allow.
var errAside = errors.New("solver: a certificate, worth and information are about the best plan of a scenario, not one among those of a region or away from others")

// notBest is how the search for a plan ended that was not for the best one.
const notBest = "not the best plan"

// aside reports whether other plans than the best of the scenario are looked for, and what
// no plan of the scenario is worth more than.
func (o *Options) aside() (best float64, ok bool) {
	switch {
	case o.Away != nil:
		return o.Away.Best, true
	case o.Region != nil:
		return o.Region.Best, true
	}
	return 0, false
}

// state states the program in which the plan is looked for.
func (r *run) state(strength formulation.Strength) (*formulation.Formulation, error) {
	region := r.opt.Region
	if region != nil && region.With != "" {
		strength &^= formulation.Worthless // which leaves out halls that are to be built here
	}
	f, err := state(r.s, strength, r.each)
	if err != nil || region == nil {
		return f, err
	}
	for _, id := range region.Without {
		f = f.Building(id, false)
	}
	if region.With != "" {
		f = f.Building(region.With, true)
	}
	return f, nil
}

// stateAside states in the outcome of a plan that is not the scenario's best one what the
// scenario's bound says of it.
func (r *run) stateAside(o *model.Outcome, best float64) {
	setBound(o, formulation.Value(best))
	o.Termination, o.Limit = notBest, ""
	if r.close(o) {
		o.Termination = mip.Optimal.String()
	}
}
