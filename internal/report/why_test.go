package report_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/gridalloc/gridalloc/internal/report"
	"github.com/gridalloc/gridalloc/model/unit"
)

// TestWhyObstacles: what keeps a region out that cannot be had in is said in its figures.
func TestWhyObstacles(t *testing.T) {
	needs := 28.0
	for _, x := range []struct {
		standing report.WhyStanding
		rules    []string
		want     string
	}{
		{report.WhyStanding{}, nil, "It cannot be had in: no connection is offered there."},
		{report.WhyStanding{Offers: 1, First: "2030"}, nil, "no offer there has the two feeders that AI halls need."},
		{report.WhyStanding{Offers: 2, NeedsMW: &needs, LeadMonths: 130, Enough: "2027"}, nil, "the shortest lead time is 130 months, so that no hall can start before the horizon ends."},
		{report.WhyStanding{Offers: 2, NeedsMW: &needs, First: "2029"}, []string{"stop", "cap"}, "a hall needs a connection of 28.0 MW, and there are 12.0 MW firm and 5.0 MW interruptible at most; these rules are in force: stop, cap."},
		{report.WhyStanding{Offers: 2, NeedsMW: &needs, First: "2029", Enough: "2029"}, nil, "no single record shows why, its limits together do."},
	} {
		w := report.Why{
			WhyAnswer: report.WhyAnswer{Scenario: "s", Currency: "USD", Not: true, Region: "R", Name: "Region", Business: "gpu", Period: "2036", LeastMW: 20},
			Standing:  x.standing, Rules: append(x.rules, "other"), Complete: true, Levers: lifting(x.rules),
			Surplus: []report.WhySurplus{{Period: "2027"}, {Period: "2031", FirmMW: 12, InterruptibleMW: 5}},
		}
		var b bytes.Buffer
		if err := w.Reply().Write(&b, "text"); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), x.want) {
			t.Errorf("%s\nlacks %q", b.String(), x.want)
		}
	}
}

// lifting is one line for each rule, without which it costs something; another does not help.
func lifting(rules []string) []report.WhyLever {
	cost := unit.Money(1e6)
	list := []report.WhyLever{{Change: "without the rule other", Rule: "other"}}
	for _, id := range rules {
		list = append(list, report.WhyLever{Change: "without the rule " + id, Rule: id, Cost: &cost, Low: &cost, High: &cost})
	}
	return list
}

// TestWhyFresh: what the best plan with nothing forced has is said of each amount.
func TestWhyFresh(t *testing.T) {
	yes, no, at, money := true, false, 2.5, unit.Money(3e6)
	for _, x := range []struct {
		turns, tie *bool
		want       string
	}{
		{&yes, &yes, "has it"},
		{&no, &yes, "both are best within the gap"},
		{&no, &no, "has less of it, worth more: 3.00"},
		{nil, nil, "not solved"},
	} {
		w := report.Why{
			WhyAnswer: report.WhyAnswer{Not: true, Possible: true, ForcedWorth: &money, Cost: &money, Business: "any business"}, Complete: true,
			Surplus: []report.WhySurplus{{Period: "2027"}},
			Levers:  []report.WhyLever{{Change: "most", Turned: "a little", From: &at, Won: true, FreshTurns: x.turns, FreshTie: x.tie, FreshWorth: &money}},
		}
		var b bytes.Buffer
		if err := w.Reply().Write(&b, "text"); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), "| "+x.want+" |") && !strings.Contains(b.String(), x.want+" |") {
			t.Errorf("%s\nlacks %q", b.String(), x.want)
		}
	}
}
