package simulate

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"unsafe"

	"github.com/gridalloc/gridalloc/internal/scenariotest"
	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/market"
	"github.com/gridalloc/gridalloc/model/unit"
)

// small is a random scenario with processes and two plans that differ.
func small(t testing.TB, seed uint64) (*model.Scenario, *market.Market, []*model.Plan) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 5))
	s := withRisk(scenariotest.Random(seed))
	s.Objective.Multiple = [][3]unit.Share{{6, 12, 9}}
	return s, marketOf(t, s), []*model.Plan{randomPlan(r, s), randomPlan(r, s)}
}

// gather keeps what Each is given.
func gather(t *testing.T, s *model.Scenario, m *market.Market, plans []*model.Plan, o Options) (*Result, []Record) {
	t.Helper()
	var list []Record
	o.Each = func(r Record) error {
		list = append(list, r)
		return nil
	}
	result, err := Run(context.Background(), s, m, plans, o)
	if err != nil {
		t.Fatal(err)
	}
	return result, list
}

// TestRunIsTheSameOnAnyThreads: result and records.
func TestRunIsTheSameOnAnyThreads(t *testing.T) {
	s, m, plans := small(t, 2)
	o := Options{Draws: 1500, Seed: 7, Sources: market.All, Threads: 1}
	want, wantEach := gather(t, s, m, plans, o)
	if len(wantEach) != 2*o.Draws || !want.Complete || want.Draws != o.Draws {
		t.Fatalf("%d records of %d draws, complete %v", len(wantEach), want.Draws, want.Complete)
	}
	for i, r := range wantEach {
		if r.Draw != i/2 || r.Plan != i%2 {
			t.Fatalf("record %d is of draw %d, plan %d", i, r.Draw, r.Plan)
		}
	}
	for o.Threads = 2; o.Threads <= 5; o.Threads++ {
		got, each := gather(t, s, m, plans, o)
		if !reflect.DeepEqual(got, want) || !slices.Equal(each, wantEach) {
			t.Errorf("%d threads come to something else than one", o.Threads)
		}
	}
	o.Seed++
	if got, _ := gather(t, s, m, plans, o); got.Plans[0].NPV.Mean == want.Plans[0].NPV.Mean {
		t.Error("another seed comes to the same")
	}
}

// TestRunIsEachDrawValued: the result against all draws kept and sorted.
func TestRunIsEachDrawValued(t *testing.T) {
	s, m, plans := small(t, 4)
	const n = 1000
	got, _ := gather(t, s, m, plans, Options{Draws: n, Seed: 3, Sources: market.All, Threads: 2})
	d := m.Drawer()
	var w model.World
	var npv, penalties, low, above, online []float64
	losses, rates, better := 0, 0, 0
	first, _ := NewEvaluator(s, plans[0])
	second, _ := NewEvaluator(s, plans[1])
	for i := range n {
		d.Draw(3, uint64(i), market.All, &w)
		one := first.Value(&w)
		npv, penalties, low = append(npv, one.NPV), append(penalties, one.Penalties), append(low, one.LowCash)
		online = append(online, one.Online[0][1]+one.Online[1][1]+one.Online[2][1])
		if one.NPV < 0 {
			losses++
		}
		if one.HasIRR {
			rates++
		}
		two := second.Value(&w)
		above = append(above, two.NPV-one.NPV)
		if two.NPV > one.NPV {
			better++
		}
	}
	plan := got.Plans[0]
	mean := func(list []float64) float64 {
		sum := 0.0
		for _, x := range list {
			sum += x / n
		}
		return sum
	}
	near(t, "mean", plan.NPV.Mean, mean(npv), 1e7)
	near(t, "difference", got.Differences[0].Mean, mean(above), 1e7)
	near(t, "better", got.Differences[0].Better, float64(better)/n, 1)
	near(t, "loss", plan.Loss, float64(losses)/n, 1)
	near(t, "no rate", plan.NoIRR, 1-float64(rates)/n, 1)
	near(t, "mean penalties", plan.Penalties.Mean, mean(penalties), 1e7)
	for _, list := range [][]float64{npv, penalties, low, online} {
		slices.Sort(list)
	}
	near(t, "CVaR", plan.NPV.CVaR, mean(npv[:n/10])*10, 1e7)
	for i, level := range Levels {
		near(t, "quantile", plan.NPV.Quantiles[i], npv[int(level*n+1e-9)-1], 1)
	}
	near(t, "penalties at 90 %", plan.Penalties.Quantiles[5], penalties[n*9/10-1], 1)
	near(t, "low cash", plan.LowCash.Low, low[n/10-1], 1)
	near(t, "online", plan.Online[1].Median, online[n/2-1], 1)
	if got.Tail != defaultTail || losses == 0 || losses == n {
		t.Errorf("tail %g, %d losses", got.Tail, losses)
	}
}

// TestPlansMeetTheSameDraws: a plan beside itself differs by nothing, and is
// worth what it is worth alone.
func TestPlansMeetTheSameDraws(t *testing.T) {
	s, m, plans := small(t, 4)
	o := Options{Draws: 500, Seed: 1, Sources: market.All, Threads: 2}
	alone, _ := gather(t, s, m, plans[:1], o)
	both, _ := gather(t, s, m, []*model.Plan{plans[0], plans[0], plans[1]}, o)
	if both.Differences[0] != (Difference{}) {
		t.Errorf("a plan differs from itself by %v", both.Differences[0])
	}
	if !reflect.DeepEqual(both.Plans[0], alone.Plans[0]) || !reflect.DeepEqual(both.Plans[1], alone.Plans[0]) {
		t.Error("a plan is worth something else beside others")
	}
	d := both.Differences[1]
	near(t, "difference of the means", d.Mean, both.Plans[2].NPV.Mean-both.Plans[0].NPV.Mean, 1e7)
	if apart := both.Plans[0].NPV.Error + both.Plans[2].NPV.Error; d.Error >= apart {
		t.Errorf("the error %g of the difference is not below %g, that of plans in different draws", d.Error, apart)
	}
}

func TestWithoutSourcesNothingIsUncertain(t *testing.T) {
	s, m, plans := small(t, 4)
	got, _ := gather(t, s, m, plans[:1], Options{Draws: 100, Seed: 1, Threads: 1})
	e, _ := NewEvaluator(s, plans[0])
	npv := e.Value(&s.Worlds[0]).NPV
	sum := got.Plans[0].NPV
	near(t, "mean", sum.Mean, npv, npv)
	if sum.Deviation != 0 || sum.Quantiles[0] != npv || sum.CVaRError != 0 {
		t.Errorf("no source is drawn, and the NPV is spread: %+v", sum)
	}
	near(t, "CVaR", sum.CVaR, npv, npv)
}

// TestRunEndsEarly: what was drawn until then, the same as a shorter run.
func TestRunEndsEarly(t *testing.T) {
	s, m, plans := small(t, 4)
	ctx, cancel := context.WithCancel(context.Background())
	o := Options{Draws: 1 << 30, Seed: 1, Sources: market.All, Threads: 2}
	o.Progress = func(draws int) {
		if draws >= 300 {
			cancel()
		}
	}
	got, err := Run(ctx, s, m, plans, o)
	if err != nil || got.Complete || got.Draws < 300 || got.Draws > 1<<20 {
		t.Fatalf("%+v, %v", got, err)
	}
	want, _ := gather(t, s, m, plans, Options{Draws: got.Draws, Seed: 1, Sources: market.All, Threads: 1})
	want.Complete = false
	if !reflect.DeepEqual(got, want) {
		t.Error("an interrupted run comes to something else than one of as many draws")
	}
	cancel()
	if got, err = Run(ctx, s, m, plans, o); err != nil || got.Complete || got.Draws != 0 {
		t.Errorf("interrupted before the first draw: %+v, %v", got, err)
	}
	full := errors.New("disk full")
	o.Each = func(Record) error { return full }
	if _, err := Run(context.Background(), s, m, plans, o); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}

func TestRunRefuses(t *testing.T) {
	s, m, plans := small(t, 4)
	for _, o := range []Options{{Draws: 0, Threads: 1}, {Draws: 1, Threads: 0}} {
		if _, err := Run(context.Background(), s, m, plans, o); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
	if _, err := Run(context.Background(), s, m, nil, Options{Draws: 1, Threads: 1}); err == nil {
		t.Error("no plan is taken")
	}
	bad := clone(plans[0])
	bad.Loans = []model.Loan{{Year: 1900, Amount: 1}}
	if _, err := Run(context.Background(), s, m, []*model.Plan{plans[0], bad}, Options{Draws: 1, Threads: 1}); err == nil {
		t.Error("a plan of another calendar is taken")
	}
}

// TestValueAllocatesNothing, drawing included but for the market's own.
func TestValueAllocatesNothing(t *testing.T) {
	s := zone(t)
	e, err := NewEvaluator(s, full(s))
	if err != nil {
		t.Fatal(err)
	}
	d := marketOf(t, s).Drawer()
	worlds := make([]model.World, 20)
	for i := range worlds {
		d.Draw(1, uint64(i), market.All, &worlds[i])
	}
	i := 0
	if n := testing.AllocsPerRun(100, func() { e.Value(&worlds[i%20]); i++ }); n != 0 {
		t.Errorf("%g allocations for a value", n)
	}
}

// TestMemoryDoesNotGrow: what is gathered is as large after many draws as when
// the sketches have filled.
func TestMemoryDoesNotGrow(t *testing.T) {
	const n = 3
	totals := newTotals(2, n, 0.1)
	r := rand.New(rand.NewPCG(1, 1))
	d := &drawn{figures: make([]Figures, 2), online: [][]float64{make([]float64, n), make([]float64, n)}}
	size := func() int { return bytesOf(reflect.ValueOf(totals)) }
	add := func(draws int) int {
		for range draws {
			for k := range d.figures {
				d.figures[k] = Figures{NPV: r.NormFloat64(), Goal: r.NormFloat64(), Penalties: r.Float64(), IRR: r.Float64(), HasIRR: true, LowCash: r.Float64(), Payback: r.Float64(), HasPayback: true}
				for p := range n {
					d.online[k][p] = r.Float64()
				}
			}
			totals.add(d)
		}
		return size()
	}
	early := add(100_000)
	if late := add(400_000); late > early*11/10 {
		t.Errorf("%d bytes after 100,000 draws, %d after 500,000", early, late)
	}
}

// bytesOf counts what a value holds, slices by their capacity.
func bytesOf(v reflect.Value) int {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return 0
		}
		return int(unsafe.Sizeof(uintptr(0))) + bytesOf(v.Elem())
	case reflect.Slice:
		sum := 24 + v.Cap()*int(v.Type().Elem().Size())
		if kind := v.Type().Elem().Kind(); kind == reflect.Float64 {
			return sum
		}
		for i := range v.Len() {
			sum += bytesOf(v.Index(i))
		}
		return sum
	case reflect.Struct:
		sum := 0
		for i := range v.NumField() {
			sum += bytesOf(v.Field(i))
		}
		return sum
	default:
		return int(v.Type().Size())
	}
}
