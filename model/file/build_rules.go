package file

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/diag"
	"github.com/gridalloc/gridalloc/model/unit"
)

// buildRules fills in the rules that concern the scenario's regions.
func (r *resolver) buildRules() {
	switches := r.ruleSwitches()
	for _, rec := range r.recs[rulesTable] {
		regions := r.regionNumbers(r.choose(rec, rec.pack))
		if !rec.ok || len(regions) == 0 {
			continue
		}
		rule := model.Rule{
			ID: rec.text("id"), Name: rec.text("name"), Kind: model.RuleKind(rec.num("kind")), Enabled: rec.yes("enabled"),
			Span:    model.Span{From: rec.cell("from").date, To: rec.cell("to").date},
			Regions: regions, Share: unit.Share(rec.num("share")), Limit: ruleLimit(rec), Provenance: r.use(rec),
		}
		if on, switched := switches[rule.ID]; switched {
			rule.Enabled = on
		}
		for _, it := range rec.items("months") {
			month, err := strconv.Atoi(it.text)
			if err == nil {
				rule.Span.Months |= 1 << month
			}
		}
		for _, it := range rec.items("business") {
			rule.Business = append(rule.Business, model.Business(slices.Index(businesses, it.text)))
		}
		for _, it := range rec.items("exempt_sites") {
			if site, ok := r.index.site[it.text]; ok && slices.Contains(regions, r.s.Sites[site].Region) {
				rule.Exempt = append(rule.Exempt, site)
			}
		}
		slices.Sort(rule.Business)
		slices.Sort(rule.Exempt)
		rule.Exempt = slices.Compact(rule.Exempt)
		r.s.Rules = append(r.s.Rules, rule)
	}
	slices.SortFunc(r.s.Rules, func(a, b model.Rule) int { return cmp.Compare(a.ID, b.ID) })
}

// ruleSwitches reads which rules the scenario switches on and off.
func (r *resolver) ruleSwitches() map[string]bool {
	switches := map[string]bool{}
	tree := r.in.part["rules"].cell("switch").tree
	if tree == nil {
		return switches
	}
	rules := r.ids[rulesTable.Name]
	f := Field{Name: "switch", Type: Bool}
	for i, key := range tree.keys {
		r.find(rules, item{key.value, key.at}, "rules.switch")
		val := tree.vals[i]
		c := cell{text: val.value, at: val.at}
		if val.kind != scalar {
			r.report(diag.WrongType, val.at, "write true or false", "%s is %s where true or false is wanted", key.value, val.kind)
			continue
		}
		if r.checkCell(&f, &c) {
			switches[key.value] = c.num == 1
		}
	}
	return switches
}
