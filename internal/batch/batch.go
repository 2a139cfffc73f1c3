// Package batch holds what the parts of a batch of runs tell each other: a Run
// is one scenario of a study, a Task what a worker needs to solve it, and a
// Record what became of it.
package batch

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/file"
)

// Run is one scenario of a study.
type Run struct {
	// ID is the identity of the run: see Identity.
	ID string `json:"id"`
	// Number is its place in the study, from 1.
	Number int `json:"number"`
	// Levels are what the run has on each axis of the study, in the order of the axes.
	Levels []string `json:"levels"`
	// Near are the identities of the runs that differ from it by one step on one axis:
	// their plans are good ones to start from.
	Near []string `json:"near,omitempty"`
}

// Identity is what a run is known by wherever its result is kept: the SHA-256, in
// hexadecimal, of its canonical scenario, of how the search is run and of the version
// of the program. Runs of different studies that ask for the same thing have the
// same identity, and changed data changes it only where the scenario uses them.
func Identity(s *model.Scenario, version string) string {
	options, err := json.Marshal(s.Solver)
	if err != nil { // plain figures
		panic(err)
	}
	return fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s\n", file.Hash(s), options, version)))
}

// Task is what a worker needs to solve a run.
type Task struct {
	ID      string   `json:"id"`
	Version string   `json:"version"` // of the program that is to solve it
	Study   string   `json:"study"`   // that asked first
	Number  int      `json:"number"`
	Levels  []string `json:"levels"`
	Near    []string `json:"near,omitempty"`
	// Scenario is as Pack leaves it.
	Scenario []byte `json:"scenario"`
}

// Pack encodes a scenario for another process of the same version.
func Pack(s *model.Scenario) ([]byte, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if err := errors.Join(gob.NewEncoder(z).Encode(s), z.Close()); err != nil {
		return nil, fmt.Errorf("batch: the scenario could not be packed: %w", err)
	}
	return b.Bytes(), nil
}

// Unpack is the scenario of a task. It fails where what came is not what was asked
// for: the identity is computed again.
func (t *Task) Unpack() (*model.Scenario, error) {
	z, err := gzip.NewReader(bytes.NewReader(t.Scenario))
	if err != nil {
		return nil, fmt.Errorf("batch: the scenario of run %s is damaged: %w", t.ID, err)
	}
	s := &model.Scenario{}
	if err := gob.NewDecoder(z).Decode(s); err != nil {
		return nil, fmt.Errorf("batch: the scenario of run %s is damaged: %w", t.ID, err)
	}
	if id := Identity(s, t.Version); id != t.ID {
		return nil, fmt.Errorf("batch: the scenario of run %s is another one, %s", t.ID, id)
	}
	return s, nil
}

// Status says what became of a run.
type Status string

// The statuses of runs with a result.
const (
	Solved     Status = "solved"     // to the gap asked for
	Limited    Status = "limited"    // stopped by a limit, with a verified plan
	NoPlan     Status = "no plan"    // proven: no plan meets all limits
	Unfinished Status = "unfinished" // stopped by a limit without a plan
	Failed     Status = "failed"     // Reason says why: a crash, a kill, an error
)

// Record is what became of a run. Figures of the plan are nil where there is none.
type Record struct {
	ID     string `json:"id"`
	Status Status `json:"status"`
	// Reason is the diagnostic of a run without a plan.
	Reason string `json:"reason,omitempty"`
	Figures
	// Seconds is how long the solve took, MemoryMB the most that its process held,
	// Attempts how often the run was handed out.
	Seconds  float64 `json:"seconds"`
	MemoryMB float64 `json:"memory_mb"`
	Attempts int     `json:"attempts"`
	// Warm tells that the search started from the plan of a neighbouring run.
	Warm   bool   `json:"warm"`
	Worker string `json:"worker"`
}

// Figures are those of a run's plan. Money is in the scenario's currency, MW are grid
// MW of all halls in the last period, PeakMW the most in any.
type Figures struct {
	Currency     string   `json:"currency"`
	MiningMW     *float64 `json:"mining_mw"`
	ColocationMW *float64 `json:"colocation_mw"`
	GPUCloudMW   *float64 `json:"gpu_cloud_mw"`
	ASICMW       *float64 `json:"asic_mw"`   // at sites with miners only
	GPUMW        *float64 `json:"gpu_mw"`    // at sites with AI halls only
	HybridMW     *float64 `json:"hybrid_mw"` // at sites with both
	PeakMW       *float64 `json:"peak_mw"`
	Value        *float64 `json:"value"` // by the scenario's measure
	Bound        *float64 `json:"bound"` // that no plan exceeds by that measure
	NPV          *float64 `json:"npv"`
	CVaR         *float64 `json:"cvar"`
	IRR          *float64 `json:"irr"` // nil where the cash flow has none
	Capex        *float64 `json:"capex"`
	Contracts    *int     `json:"contracts"` // taken
	Gap          *float64 `json:"gap"`
}

// Result is a record with the files that go with it.
type Result struct {
	Record Record
	// Plan is plan.json, nil where there is none; Log what the solve printed.
	Plan, Log []byte
}
