package rules

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
)

// builtins are the functions of the expression language that a rule may use.
// What reads a clock, makes memory out of nothing or nests loops is not among
// them.
func builtins() []string {
	return []string{
		"all", "any", "none", "one", "filter", "map", "count", "find", "sum", "len", "abs", "ceil", "floor", "round", "int", "float", "string",
		"trim", "trimPrefix", "trimSuffix", "upper", "lower", "split", "join", "indexOf", "lastIndexOf", "hasPrefix", "hasSuffix",
		"max", "min", "first", "last",
	}
}

// mostNodes bounds an expression.
const mostNodes = 1000

// compile turns the drafts into rules.
func (l *loading) compile() {
	for i := range l.drafts {
		d := &l.drafts[i]
		r := &rule{Rule: d.Rule, does: d.does, except: d.excepts}
		if d.Fires {
			r.when = l.condition(d.when, d.Name, d.whenTable, "when")
		}
		if strings.TrimSpace(d.unless) != "" {
			r.unless = l.condition(d.unless, d.Name, d.unlessTable, "unless")
		}
		if r.when != nil && !r.Off {
			l.set.watches = l.set.watches || watches(r.when) || watches(r.unless)
		}
		l.set.rules = append(l.set.rules, r)
	}
}

// watches reports whether a condition asks about earlier messages.
func watches(c *condition) bool {
	return c != nil && slices.ContainsFunc(c.shows, func(name string) bool {
		return strings.HasPrefix(name, "similar") || strings.HasPrefix(name, "rate_")
	})
}

// condition compiles one expression of a rule and says where it is wrong.
func (l *loading) condition(text, rule, table, key string) *condition {
	at := func(node ast.Node, what string) {
		l.mistakeAt(l.where.within(table, key, node.Location().From), rule, what)
	}
	tree, err := parser.Parse(text)
	if err == nil {
		g := &guard{l: l, at: at}
		ast.Walk(&tree.Node, g)
		if g.failed {
			return nil
		}
		c := &condition{may: l.quick(tree.Node), shows: g.shows}
		options := []expr.Option{expr.Env(environment{}), expr.AsBool(), expr.DisableAllBuiltins(), expr.MaxNodes(mostNodes), expr.Patch(&patch{})}
		for _, name := range builtins() {
			options = append(options, expr.EnableBuiltin(name))
		}
		if c.program, err = expr.Compile(text, options...); err == nil {
			return c
		}
	}
	var wrong *file.Error
	from := 0
	what := firstLine(err)
	if errors.As(err, &wrong) {
		from, what = wrong.From, wrong.Message
	}
	l.mistakeAt(l.where.within(table, key, from), rule, what)
	return nil
}

// patch turns «text matches "…"» into a call that notes what was matched.
type patch struct{}

// Visit implements [ast.Visitor].
func (*patch) Visit(node *ast.Node) {
	b, ok := (*node).(*ast.BinaryNode)
	if !ok || b.Operator != "matches" {
		return
	}
	left, isName := b.Left.(*ast.IdentifierNode)
	right, isText := b.Right.(*ast.StringNode)
	if isName && isText && left.Value == "text" {
		ast.Patch(node, &ast.CallNode{Callee: &ast.IdentifierNode{Value: "regex"}, Arguments: []ast.Node{right}})
	}
}

// guard looks for what the compiler lets pass: lists that are not there, broken
// or made-up patterns, and what could take long.
type guard struct {
	l      *loading
	at     func(ast.Node, string)
	shows  []string
	failed bool
}

func (g *guard) refuse(node ast.Node, format string, args ...any) {
	g.failed = true
	g.at(node, fmt.Sprintf(format, args...))
}

// Visit implements [ast.Visitor].
func (g *guard) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IdentifierNode:
		g.shows = append(g.shows, n.Value)
	case *ast.BinaryNode:
		g.operator(n)
	case *ast.PredicateNode:
		var inner nested
		if ast.Walk(&n.Node, &inner); inner.found {
			g.refuse(n, "within a loop there can be no other loop, no text and no function of ours: that takes too long")
		}
	case *ast.CallNode:
		if callee, ok := n.Callee.(*ast.IdentifierNode); ok {
			g.call(callee.Value, n)
		}
	}
}

// operator looks at patterns and ranges.
func (g *guard) operator(n *ast.BinaryNode) {
	switch n.Operator {
	case "..":
		g.refuse(n, "a rule cannot count from one number to another")
	case "matches":
		pattern, ok := n.Right.(*ast.StringNode)
		if !ok {
			g.refuse(n.Right, "a pattern has to be written out")
			return
		}
		g.pattern(pattern)
	}
}

// longestPattern bounds a regular expression.
const longestPattern = 1000

func (g *guard) pattern(n *ast.StringNode) {
	re, err := regexp.Compile(n.Value)
	switch {
	case len(n.Value) > longestPattern:
		g.refuse(n, "a pattern may have %d bytes", longestPattern)
	case err != nil:
		g.refuse(n, "%s", strings.TrimPrefix(firstLine(err), "error parsing regexp: "))
	default:
		g.l.set.patterns[n.Value] = re
	}
}

// call looks at the arguments of our own functions.
func (g *guard) call(name string, n *ast.CallNode) {
	lists := map[string]int{"has": 1, "hits": 1, "follows": 2, "near": 2}[name]
	for i, arg := range n.Arguments {
		text, written := arg.(*ast.StringNode)
		switch {
		case name == "regex" && written:
			g.pattern(text)
		case name == "regex":
			g.refuse(arg, "a pattern has to be written out")
		case name == "points" && (!written || len(g.l.set.words.groups[text.Value]) == 0):
			g.refuse(arg, "no list belongs to this group")
		case i < lists && !written:
			g.refuse(arg, "the name of a list has to be written out")
		case i < lists:
			if _, ok := g.l.set.words.byName[text.Value]; !ok {
				g.refuse(arg, "there is no list %q", text.Value)
			}
		}
	}
}

// nested finds in what a loop does for each of its things what takes longer the
// longer the text is: together they would take as long as its square.
type nested struct{ found bool }

// Visit implements [ast.Visitor].
func (n *nested) Visit(node *ast.Node) {
	switch one := (*node).(type) {
	case *ast.PredicateNode, *ast.CallNode:
		n.found = true
	case *ast.IdentifierNode:
		n.found = n.found || one.Value == "text"
	}
}
