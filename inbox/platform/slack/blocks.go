package slack

import (
	"encoding/json"
	"strings"
)

// block is any of Slack's blocks and their elements: those that carry words
// carry them under the same few names.
type block struct {
	Type     string          `json:"type"`
	Text     json.RawMessage `json:"text"` // a string, or an object with one
	Elements []block         `json:"elements"`
	Fields   []block         `json:"fields"`
	URL      string          `json:"url"`
	UserID   string          `json:"user_id"`
	GroupID  string          `json:"usergroup_id"`
	Channel  string          `json:"channel_id"`
	Range    string          `json:"range"`
	Name     string          `json:"name"`
	Fallback string          `json:"fallback"`
	AltText  string          `json:"alt_text"`
}

// blockText is what blocks say. Blocks that do not parse say nothing.
func blockText(raw json.RawMessage, name naming) (string, []string) {
	var blocks []block
	if len(raw) == 0 || json.Unmarshal(raw, &blocks) != nil {
		return "", nil
	}
	w := blockWriter{d: decoder{name: name}}
	for _, b := range blocks {
		w.block(b)
	}
	return strings.TrimSpace(w.d.out.String()), w.d.mentions
}

type blockWriter struct{ d decoder }

// block writes one block and ends its line.
func (w *blockWriter) block(b block) {
	switch b.Type {
	case "rich_text", "rich_text_list":
		for _, e := range b.Elements {
			if b.Type == "rich_text_list" {
				w.d.out.WriteString("• ")
			}
			w.block(e)
		}
		return
	case "rich_text_section", "rich_text_quote":
		w.elements(b.Elements)
	case "rich_text_preformatted":
		w.d.out.WriteString("```")
		w.elements(b.Elements)
		w.d.out.WriteString("```")
	case "image":
		w.d.out.WriteString(b.AltText)
	default: // section, header, context, markdown and what is yet to come
		w.marked(b.Text)
		for _, f := range append(b.Fields, b.Elements...) {
			w.d.out.WriteByte(' ')
			w.marked(f.Text)
		}
	}
	w.newline()
}

func (w *blockWriter) newline() {
	if s := w.d.out.String(); s != "" && !strings.HasSuffix(s, "\n") {
		w.d.out.WriteByte('\n')
	}
}

// marked writes a text that is markup, given as a string or as an object.
func (w *blockWriter) marked(raw json.RawMessage) {
	text, mentions := plain(textOf(raw), w.d.name)
	w.d.out.WriteString(text)
	for _, m := range mentions {
		w.d.mention(m)
	}
}

// textOf reads "text", or {"text": "text"}.
func textOf(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	var object struct {
		Text string `json:"text"`
	}
	if json.Unmarshal(raw, &object) != nil {
		return ""
	}
	return object.Text
}

// elements writes the pieces of a rich text, which are not markup any more.
func (w *blockWriter) elements(elements []block) {
	for _, e := range elements {
		switch e.Type {
		case "user":
			w.d.member(e.UserID, "")
		case "usergroup":
			w.d.member(e.GroupID, "")
		case "channel":
			w.d.out.WriteString("#" + w.d.called(e.Channel, ""))
		case "broadcast":
			w.d.mention(e.Range)
			w.d.out.WriteString("@" + e.Range)
		case "emoji":
			w.d.out.WriteString(":" + e.Name + ":")
		case "link":
			w.d.link(e.URL, textOf(e.Text))
		case "date":
			w.d.out.WriteString(e.Fallback)
		default:
			w.d.out.WriteString(textOf(e.Text))
		}
	}
}

// attachmentText is what attachments say: their text, else what Slack shows
// where it cannot show them.
func attachmentText(raw json.RawMessage, name naming) (string, []string) {
	var attachments []struct {
		Pretext  string          `json:"pretext"`
		Title    string          `json:"title"`
		Text     string          `json:"text"`
		Fallback string          `json:"fallback"`
		Blocks   json.RawMessage `json:"blocks"`
	}
	if len(raw) == 0 || json.Unmarshal(raw, &attachments) != nil {
		return "", nil
	}
	var parts []string
	var all decoder
	for _, a := range attachments {
		own := strings.Join(kept(a.Pretext, a.Title, a.Text), "\n")
		if own == "" {
			own = a.Fallback
		}
		text, mentions := plain(own, name)
		if inner, more := blockText(a.Blocks, name); inner != "" && a.Text == "" {
			text, mentions = inner, more
		}
		parts = append(parts, text)
		for _, m := range mentions {
			all.mention(m)
		}
	}
	return strings.Join(kept(parts...), "\n"), all.mentions
}

// kept are the texts that say something.
func kept(texts ...string) []string {
	var out []string
	for _, t := range texts {
		if strings.TrimSpace(t) != "" {
			out = append(out, t)
		}
	}
	return out
}
