package file

import (
	"errors"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/gridalloc/gridalloc/model/diag"
)

// kind is what a node of a YAML document is.
type kind int

const (
	scalar kind = iota
	list
	mapping
)

// String names the kind as messages do.
func (k kind) String() string { return [...]string{"a single value", "a list", "a mapping"}[k] }

// node is a part of a YAML document that knows the file it stands in, so that
// documents can be merged and still be reported on.
type node struct {
	kind  kind
	value string // of a scalar; "" for null
	at    position
	items []*node // of a list
	keys  []*node // of a mapping, beside values
	vals  []*node
}

// get is the value under a key, nil without.
func (n *node) get(key string) *node {
	if n == nil || n.kind != mapping {
		return nil
	}
	for i, k := range n.keys {
		if k.value == key {
			return n.vals[i]
		}
	}
	return nil
}

// set puts a value under a key, in place of one that is there.
func (n *node) set(key, val *node) {
	for i, k := range n.keys {
		if k.value == key.value {
			n.keys[i], n.vals[i] = key, val
			return
		}
	}
	n.keys, n.vals = append(n.keys, key), append(n.vals, val)
}

// isNull reports whether nothing was written.
func (n *node) isNull() bool { return n == nil || n.kind == scalar && n.value == "" }

// deepest is how deeply a document may be nested.
const deepest = 32

// parseYAML turns the text of a file into nodes. A nil result has been reported.
func (l *loader) parseYAML(s *source) *node {
	var doc yaml.Node
	if err := yaml.Load(s.data, &doc); err != nil {
		l.reportYAML(s, err)
		return nil
	}
	if len(doc.Content) == 0 {
		l.report(diag.EmptyFile, position{src: s}, "write something or take it away", "nothing is written here")
		return nil
	}
	return l.convert(s, doc.Content[0], 0)
}

// reportYAML reports what the YAML reader found.
func (l *loader) reportYAML(s *source, err error) {
	const hint = "indent with blanks, not tabs; put a text that holds : or # in quotation marks; one document per file"
	var several *yaml.LoadErrors
	var one *yaml.LoadError
	switch {
	case errors.As(err, &several) && len(several.Errors) > 0:
		one = several.Errors[0]
	case !errors.As(err, &one):
		l.report(diag.BadYAML, position{src: s}, hint, "not YAML: %v", err)
		return
	}
	at := position{src: s}
	if one.Mark.Line > 0 {
		at.line, at.col = int32(one.Mark.Line), int32(max(one.Mark.Column, 1))
	}
	message := one.Message
	if cause := errors.Unwrap(one); cause != nil {
		message = strings.TrimPrefix(cause.Error(), "yaml: ")
	}
	if strings.Contains(message, "no documents") {
		l.report(diag.EmptyFile, at, "write a scenario or take the file away", "the file holds no data")
		return
	}
	l.report(diag.BadYAML, at, hint, "not YAML: %s", message)
}

// convert copies a YAML node; what a scenario may not use is reported and
// becomes an empty value.
func (l *loader) convert(s *source, y *yaml.Node, depth int) *node {
	n := &node{at: position{s, int32(y.Line), int32(y.Column)}}
	switch {
	case depth > deepest:
		l.report(diag.WrongType, n.at, "no part of a scenario is that deep", "nested more than %d deep", deepest)
		return n
	case y.Kind == yaml.AliasNode:
		l.report(diag.YAMLAlias, n.at, "write the value out where it is used", "aliases are not allowed")
		return n
	case !plainTag(y):
		l.report(diag.WrongType, n.at, "leave the tag out", "the tag %s is not allowed", y.Tag)
		return n
	}
	if y.Anchor != "" {
		l.report(diag.YAMLAlias, n.at, "write the value out where it is used", "anchors are not allowed")
	}
	switch y.Kind {
	case yaml.SequenceNode:
		n.kind = list
		for _, c := range y.Content {
			n.items = append(n.items, l.convert(s, c, depth+1))
		}
	case yaml.MappingNode:
		l.convertMapping(s, n, y, depth)
	default:
		if y.Tag != "!!null" {
			n.value = strings.TrimSpace(y.Value)
		}
	}
	return n
}

// convertMapping fills n with the keys and values of y.
func (l *loader) convertMapping(s *source, n *node, y *yaml.Node, depth int) {
	n.kind = mapping
	seen := make(map[string]bool, len(y.Content)/2)
	for i := 0; i+1 < len(y.Content); i += 2 {
		key := l.convert(s, y.Content[i], depth+1)
		val := l.convert(s, y.Content[i+1], depth+1)
		switch {
		case key.kind != scalar || key.value == "":
			l.report(diag.WrongType, key.at, "write a name before the colon", "a key has to be a name")
		case key.value == "<<":
			l.report(diag.YAMLAlias, key.at, "use extends, or write the values out", "merge keys are not allowed")
		case seen[key.value]:
			l.report(diag.DuplicateKey, key.at, "keep one of them", "%s is given twice", key.value)
		default:
			seen[key.value] = true
			n.keys, n.vals = append(n.keys, key), append(n.vals, val)
		}
	}
}

// plainTag reports whether a node has no tag of its own.
func plainTag(y *yaml.Node) bool {
	switch y.Tag {
	case "", "!", "!!str", "!!int", "!!float", "!!bool", "!!null", "!!timestamp", "!!merge", "!!seq", "!!map":
		return true
	}
	return false
}
