package rules

import (
	"github.com/expr-lang/expr/ast"
)

// quick makes of an expression a test that says no where the expression can not
// be true, without running it: most messages meet nothing, and are done with
// here. It knows the lists and the plain numbers, and takes all else for
// possible.
func (l *loading) quick(n ast.Node) func(*sheet) bool {
	switch n := n.(type) {
	case *ast.BinaryNode:
		return l.quickBinary(n)
	case *ast.CallNode:
		return l.quickCall(n)
	case *ast.IdentifierNode:
		if read := truth(n.Value); read != nil {
			return read
		}
	case *ast.UnaryNode:
		if name, ok := n.Node.(*ast.IdentifierNode); ok && (n.Operator == "!" || n.Operator == "not") {
			if read := truth(name.Value); read != nil {
				return func(sh *sheet) bool { return !read(sh) }
			}
		}
	}
	return possible
}

func possible(*sheet) bool { return true }

func (l *loading) quickBinary(n *ast.BinaryNode) func(*sheet) bool {
	switch n.Operator {
	case "&&", "and":
		a, b := l.quick(n.Left), l.quick(n.Right)
		return func(sh *sheet) bool { return a(sh) && b(sh) }
	case "||", "or":
		a, b := l.quick(n.Left), l.quick(n.Right)
		return func(sh *sheet) bool { return a(sh) || b(sh) }
	case ">=", ">", "==", "<", "<=":
		if left, bound := l.number(n.Left), constant(n.Right); left != nil && bound != nil {
			return compare(n.Operator, left, *bound)
		}
	}
	return possible
}

func compare(operator string, left func(*sheet) float64, bound float64) func(*sheet) bool {
	switch operator {
	case ">=":
		return func(sh *sheet) bool { return left(sh) >= bound }
	case ">":
		return func(sh *sheet) bool { return left(sh) > bound }
	case "<=":
		return func(sh *sheet) bool { return left(sh) <= bound }
	case "<":
		return func(sh *sheet) bool { return left(sh) < bound }
	}
	return func(sh *sheet) bool { return left(sh) == bound }
}

// quickCall is a call that needs a word of a list.
func (l *loading) quickCall(n *ast.CallNode) func(*sheet) bool {
	callee, ok := n.Callee.(*ast.IdentifierNode)
	if !ok {
		return possible
	}
	switch callee.Value {
	case "has":
		if i, ok := l.listOf(n, 0); ok {
			return func(sh *sheet) bool { return sh.present[i] }
		}
	case "follows", "near":
		i, ok := l.listOf(n, 0)
		j, also := l.listOf(n, 1)
		if ok && also {
			return func(sh *sheet) bool { return sh.present[i] && sh.present[j] }
		}
	case "lookalike":
		return func(sh *sheet) bool { return len(sh.links) > 0 }
	}
	return possible
}

func (l *loading) listOf(n *ast.CallNode, arg int) (int, bool) {
	if arg >= len(n.Arguments) {
		return 0, false
	}
	name, ok := n.Arguments[arg].(*ast.StringNode)
	if !ok {
		return 0, false
	}
	i, ok := l.set.words.byName[name.Value]
	return i, ok
}

// number is a plain number, or the points of a group.
func (l *loading) number(n ast.Node) func(*sheet) float64 {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return numeral(n.Value)
	case *ast.CallNode:
		callee, ok := n.Callee.(*ast.IdentifierNode)
		if !ok || len(n.Arguments) != 1 {
			return nil
		}
		name, ok := n.Arguments[0].(*ast.StringNode)
		if ok && callee.Value == "points" {
			return func(sh *sheet) float64 { return float64(sh.points(name.Value)) }
		}
	}
	return nil
}

func constant(n ast.Node) *float64 {
	var f float64
	switch n := n.(type) {
	case *ast.IntegerNode:
		f = float64(n.Value)
	case *ast.FloatNode:
		f = n.Value
	default:
		return nil
	}
	return &f
}

func truth(name string) func(*sheet) bool {
	switch name {
	case "everyone":
		return func(sh *sheet) bool { return sh.env.Everyone }
	case "shout":
		return func(sh *sheet) bool { return sh.env.Shout }
	case "reply":
		return func(sh *sheet) bool { return sh.env.Reply }
	case "edited":
		return func(sh *sheet) bool { return sh.env.Edited }
	}
	return nil
}

func numeral(name string) func(*sheet) float64 {
	read := map[string]func(*environment) int{
		"link_count":        func(e *environment) int { return e.Links },
		"new_hosts":         func(e *environment) int { return e.NewHosts },
		"referral_count":    func(e *environment) int { return e.Referral },
		"mention_count":     func(e *environment) int { return e.Mentions },
		"emoji_count":       func(e *environment) int { return e.Emoji },
		"exclamation_count": func(e *environment) int { return e.Exclaims },
		"word_count":        func(e *environment) int { return e.Words },
		"letter_count":      func(e *environment) int { return e.Letters },
		"line_count":        func(e *environment) int { return e.Lines },
		"file_count":        func(e *environment) int { return e.Files },
		"repeat":            func(e *environment) int { return e.Repeat },
		"similar":           func(e *environment) int { return e.Similar },
		"similar_others":    func(e *environment) int { return e.Others },
		"similar_channels":  func(e *environment) int { return e.Channels },
		"rate_minute":       func(e *environment) int { return e.Minute },
		"rate_ten_minutes":  func(e *environment) int { return e.Ten },
	}[name]
	if read != nil {
		return func(sh *sheet) float64 { return float64(read(&sh.env)) }
	}
	if name == "caps" {
		return func(sh *sheet) float64 { return sh.env.Caps }
	}
	return nil
}
