package highs

import (
	"context"

	"github.com/gridalloc/gridalloc/solver/mip"
)

const engineName = "HiGHS"

// Engine is HiGHS as a mip.Engine. Every solve has an instance of its own.
type Engine struct{}

var _ mip.Engine = Engine{}

// Name is "HiGHS".
func (Engine) Name() string { return engineName }

// Version is the version of the HiGHS library.
func (Engine) Version() string { return Version() }

// Solve solves a model. Options.Raw are options of HiGHS by name.
func (Engine) Solve(ctx context.Context, m *mip.Model, opt mip.Options) (*mip.Result, error) {
	h, err := New()
	if err != nil {
		return nil, err
	}
	defer h.Close()
	if err := h.PassModel(m); err != nil {
		return nil, err
	}
	return h.Solve(ctx, opt)
}
