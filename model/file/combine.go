package file

import "strings"

// Common lists the sections of a scenario file that say with what money, technology and
// outlook is planned rather than where: what two scenarios must share to be compared.
// The budget is the last one.
func Common() []string {
	return []string{"horizon", "money", "lead_time", "technology", "measures", "risk", "scale", "worlds", "objective", "solver", "budget"}
}

// alike gives a document the sections of another one, also where that has none.
func (l *loader) alike(root *node, opts Options, home folder) {
	if opts.Like == "" {
		return
	}
	like := l.readDocument(opts.Like, home, position{}).root
	if like == nil || like.kind != mapping {
		return // has been reported, or is when that scenario is loaded
	}
	for _, name := range opts.Sections {
		root.drop(name)
		if val := like.get(name); val != nil {
			root.set(&node{value: name, at: val.at}, val)
		}
	}
}

// pool joins the packs, markets, contracts and rules of further scenarios to a document.
// Filters of regions and contracts fall away: Options.Regions and Options.Contracts say
// what is kept.
func (l *loader) pool(root *node, opts Options, home folder) {
	for _, path := range opts.Also {
		other := l.readDocument(path, home, position{}).root
		if other == nil || other.kind != mapping {
			continue
		}
		l.overlay(other, opts.settings())
		root.join(other, "market")
		part := func(name string) (into, from *node) { return root.section(name), other.get(name) }
		into, from := part("regions")
		into.join(from, "packs")
		into, from = part("contracts")
		into.join(from, "from", "mandatory", "add")
		if from = other.get("rules"); from != nil {
			into = root.section("rules")
			into.join(from, "add")
			if switches := from.get("switch"); switches != nil && switches.kind == mapping {
				into.set(&node{value: "switch", at: switches.at}, merge(switches, into.section("switch")))
			}
		}
	}
}

// keep puts lists of ids in place of a document's own filters.
func keep(root *node, opts Options) {
	at := position{src: &source{path: "what is kept"}}
	listed := func(ids []string) *node {
		n := &node{kind: list, at: at}
		for _, id := range ids {
			n.items = append(n.items, &node{value: id, at: at})
		}
		return n
	}
	if opts.Regions != nil {
		filter := root.section("regions")
		filter.drop("power_systems", "except")
		filter.set(&node{value: "ids", at: at}, listed(opts.Regions))
	}
	if opts.Contracts != nil {
		root.section("contracts").set(&node{value: "only", at: at}, listed(opts.Contracts))
	}
}

// section is the mapping under a key, made where there is none.
func (n *node) section(key string) *node {
	if val := n.get(key); val != nil && val.kind == mapping {
		return val
	}
	val := &node{kind: mapping, at: n.at}
	n.set(&node{value: key, at: n.at}, val)
	return val
}

// drop takes keys out of a mapping.
func (n *node) drop(names ...string) {
	for _, name := range names {
		for i, k := range n.keys {
			if k.value == name {
				n.keys, n.vals = append(n.keys[:i:i], n.keys[i+1:]...), append(n.vals[:i:i], n.vals[i+1:]...)
				break
			}
		}
	}
}

// join appends what the lists under some keys of another mapping hold and n's do not. A
// single value is a list of one.
func (n *node) join(other *node, names ...string) {
	for _, name := range names {
		all := &node{kind: list, at: n.at}
		seen := map[string]bool{}
		for _, val := range []*node{n.get(name), other.get(name)} {
			for _, item := range val.elements() {
				id := item.value
				switch {
				case item.kind == mapping && item.get("id") != nil:
					id = "id " + item.get("id").value
				case strings.HasPrefix(id, ".") && item.at.src != nil:
					id = item.at.src.home.shown + " " + id // a folder, taken from that of the file
				}
				if id == "" || !seen[id] {
					all.items = append(all.items, item)
				}
				seen[id] = true
			}
		}
		if n.get(name) != nil || other.get(name) != nil {
			n.set(&node{value: name, at: all.at}, all)
		}
	}
}

// elements are the items of a list, or a single value that stands for a list of one.
func (n *node) elements() []*node {
	switch {
	case n.isNull():
		return nil
	case n.kind == list:
		return n.items
	}
	return []*node{n}
}
