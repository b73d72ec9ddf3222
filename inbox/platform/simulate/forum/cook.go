package forum

import (
	"html"
	"regexp"
	"strings"
)

// cook makes HTML of a post, as Discourse does of the Markdown that is used
// here.
func (f *Forum) cook(raw string) string {
	var out strings.Builder
	raw = strings.ReplaceAll(raw, "<!-- -->", "\x00")
	for _, block := range strings.Split(strings.ReplaceAll(raw, "\r\n", "\n"), "\n\n") {
		block = strings.Trim(block, "\n")
		switch {
		case block == "":
		case strings.HasPrefix(block, "```"):
			out.WriteString("<pre><code class=\"lang-auto\">" + html.EscapeString(strings.Trim(strings.Trim(block, "`"), "\n")) + "\n</code></pre>\n")
		case strings.HasPrefix(block, "[quote="):
			out.WriteString(f.quote(block))
		case strings.HasPrefix(block, "> "):
			out.WriteString("<blockquote>\n<p>" + f.lines(strings.ReplaceAll(block[2:], "\n> ", "\n")) + "</p>\n</blockquote>\n")
		case strings.HasPrefix(block, "- "):
			out.WriteString("<ul>\n")
			for _, line := range strings.Split(block, "\n") {
				out.WriteString("<li>" + f.lines(strings.TrimPrefix(line, "- ")) + "</li>\n")
			}
			out.WriteString("</ul>\n")
		default:
			out.WriteString("<p>" + f.lines(block) + "</p>\n")
		}
	}
	return strings.ReplaceAll(strings.TrimSuffix(out.String(), "\n"), "\x00", "")
}

var quoted = regexp.MustCompile(`(?s)^\[quote="([^,"]*)[^"]*"\]\n?(.*?)\n?\[/quote\]\n?(.*)$`)

func (f *Forum) quote(block string) string {
	found := quoted.FindStringSubmatch(block)
	if found == nil {
		return "<p>" + f.lines(block) + "</p>\n"
	}
	after := ""
	if found[3] != "" {
		after = "<p>" + f.lines(found[3]) + "</p>\n"
	}
	return `<aside class="quote no-group" data-username="` + html.EscapeString(found[1]) + `"><div class="title">` + html.EscapeString(found[1]) +
		":</div>\n<blockquote>\n<p>" + f.lines(found[2]) + "</p>\n</blockquote>\n</aside>\n" + after
}

// inline are the signs within a line, in the order in which they are looked for.
var inline = regexp.MustCompile("`([^`\n]+)`" + `|!\[([^\]|]*)(?:\|[^\]]*)?\]\(([^) ]+)\)|\[([^\]]*)\|attachment\]\(([^) ]+)\)|\[([^\]]+)\]\((https?://[^) ]+)\)|(https?://[^\s<)]+)|\*\*([^*\n]+)\*\*|\*([^*\s][^*\n]*)\*|:([a-z_]+[a-z0-9_+-]*):|(?:^|\b|\B)@([\p{L}\d_][\p{L}\d_.-]*[\p{L}\d_])`)

func (f *Forum) lines(text string) string {
	var out strings.Builder
	at := 0
	for _, m := range inline.FindAllStringSubmatchIndex(text, -1) {
		group := func(n int) string {
			if m[2*n] < 0 {
				return ""
			}
			return html.EscapeString(text[m[2*n]:m[2*n+1]])
		}
		whole := html.EscapeString(text[m[0]:m[1]])
		said := whole
		switch {
		case group(1) != "":
			said = "<code>" + group(1) + "</code>"
		case group(3) != "":
			said = `<div class="lightbox-wrapper"><a class="lightbox" href="` + group(3) + `"><img src="` + group(3) + `" alt="` + group(2) + `"><div class="meta"><span class="filename">` + group(2) + `</span></div></a></div>`
		case group(5) != "":
			said = `<a class="attachment" href="` + group(5) + `">` + group(4) + `</a>`
		case group(6) != "":
			said = `<a href="` + group(7) + `" rel="noopener nofollow ugc">` + group(6) + `</a>`
		case group(8) != "":
			said = `<a href="` + group(8) + `" rel="noopener nofollow ugc">` + group(8) + `</a>`
		case group(9) != "":
			said = "<strong>" + group(9) + "</strong>"
		case group(10) != "":
			said = "<em>" + group(10) + "</em>"
		case group(11) != "":
			said = `<img src="/images/emoji/` + group(11) + `.png" title=":` + group(11) + `:" class="emoji" alt=":` + group(11) + `:" loading="lazy">`
		case group(12) != "":
			said = `<span class="mention">@` + group(12) + `</span>`
			if u := f.called(group(12)); u != nil {
				said = `<a class="mention" href="/u/` + strings.ToLower(u.handle) + `">@` + group(12) + `</a>`
			}
		}
		out.WriteString(html.EscapeString(text[at:m[0]]) + said)
		at = m[1]
	}
	out.WriteString(html.EscapeString(text[at:]))
	return strings.ReplaceAll(out.String(), "\n", "<br>\n")
}
