package file

import (
	"maps"
	"slices"
	"strings"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/diag"
)

// regionsAxis has the regions of the base, or its power systems, one by one.
func (r *studyReader) regionsAxis(key, val *node) {
	name := map[string]string{"each": "region", "each power_system": "power_system"}[val.value]
	if val.kind != scalar || name == "" {
		r.report(diag.BadChoice, val.at, "write each, or each power_system", "regions can be varied one by one only")
		r.addUnknown(&node{value: "region", at: key.at})
		r.addUnknown(&node{value: "power_system", at: key.at})
		return
	}
	base := r.readBase()
	if base == nil {
		r.addUnknown(&node{value: name, at: key.at})
		return
	}
	a := newAxis(name, key.at)
	a.Apart = true
	ids, titles := map[string][]string{}, map[string]string{}
	for _, x := range base.Regions {
		level, title := x.ID, x.Name
		if name == "power_system" {
			level, title = x.PowerSystem, x.PowerSystem
		}
		ids[level], titles[level] = append(ids[level], quoted(x.ID)), title
	}
	for _, level := range slices.Sorted(maps.Keys(ids)) {
		r.addLevel(a, Level{level, settingsAt(val.at,
			"title="+quoted(base.Title+": "+titles[level]),
			"regions.power_systems=[]",
			"regions.ids=["+strings.Join(ids[level], ", ")+"]",
		), Place{val.at}})
	}
	r.each = name
	r.addAxis(a.Axis)
}

// readBase reads the base scenario as it is for every run; nil has been reported.
func (r *studyReader) readBase() *model.Scenario {
	if !r.hasBase {
		return nil
	}
	base, findings, err := r.s.Load(r.s.Set)
	if err != nil {
		r.fail(err)
	}
	r.findings = append(r.findings, findings...)
	return base
}
