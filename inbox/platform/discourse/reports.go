package discourse

import (
	"cmp"
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// queue is an answer of /review.json. What each item refers to stands beside
// the items, as Discourse's serializers write it (app/serializers/
// reviewable_serializer.rb, reviewable_action_serializer.rb and their kin).
type queue struct {
	Items  []json.RawMessage `json:"reviewables"`
	Scores []struct {
		ID     int64  `json:"id"`
		UserID int64  `json:"user_id"`
		Type   int64  `json:"score_type_id"`
		Reason string `json:"reason"`
	} `json:"reviewable_scores"`
	Types []struct {
		ID    int64  `json:"id"`
		Title string `json:"title"`
	} `json:"score_types"`
	Bundles []struct {
		ID      string   `json:"id"`
		Actions []string `json:"action_ids"`
	} `json:"bundled_actions"`
	Actions []struct {
		ID     string `json:"id"`
		Server string `json:"server_action"`
		Label  string `json:"label"`
		Client string `json:"client_action"`
	} `json:"actions"`
	Meta struct {
		Total *int `json:"total_rows_reviewables"`
	} `json:"meta"`
}

// reviewable is an item of the queue.
type reviewable struct {
	ID       int64    `json:"id"`
	Type     string   `json:"type"`
	Status   *int     `json:"status"`
	Version  int64    `json:"version"`
	TopicID  int64    `json:"topic_id"`
	Target   string   `json:"target_type"`
	TargetID int64    `json:"target_id"`
	Category *int64   `json:"category_id"`
	Created  stamp    `json:"created_at"`
	By       int64    `json:"created_by_id"`
	About    int64    `json:"target_created_by_id"`
	Cooked   string   `json:"cooked"`
	Raw      string   `json:"raw"`
	User     int64    `json:"user_id"`
	Username string   `json:"username"`
	Scores   []int64  `json:"reviewable_score_ids"`
	Bundles  []string `json:"bundled_action_ids"`
	Payload  struct {
		Title    string `json:"title"`
		Raw      string `json:"raw"`
		Username string `json:"username"`
		Bio      string `json:"bio"`
	} `json:"payload"`
}

// Reviewables whose state is this one wait for somebody.
const pending = 0

// mostQueue is how many pages of the queue are read in one.
const mostQueue = 20

// closedQueue is how long the queue of a forum is left alone that does not show
// it to us.
const closedQueue = 6 * time.Hour

// reportRest is how long the queue is left alone where requests are dear.
const reportRest = 5 * time.Minute

// fetchReports reads all that waits for a moderator: it goes on one page, so
// that what is not on it is known to be settled.
func (c *Connector) fetchReports(ctx context.Context, page *inbox.Page) error {
	page.Scope.Cursor = ""
	page.Again = c.rest(0, reportRest)
	met := map[int64]bool{}
	for at, read := 0, 0; at < mostQueue; at++ {
		q, err := c.review(ctx, read)
		if here(err) { // we are no moderator, which is no trouble
			page.Again = c.opts.Now().Add(closedQueue)
			return nil
		}
		if err != nil {
			return err
		}
		read += len(q.Items)
		for _, raw := range q.Items {
			var r reviewable
			if json.Unmarshal(raw, &r) != nil || r.ID <= 0 || r.Type == "" || r.Status == nil {
				page.Skipped = append(page.Skipped, inbox.Skip{Where: "the review queue", Why: "1 item left out: it is not one as Discourse describes them"})
				continue
			}
			if !met[r.ID] && c.concerns(r) {
				page.Reports = append(page.Reports, c.report(q, r))
			}
			met[r.ID] = true
		}
		if len(q.Items) == 0 || q.Meta.Total != nil && read >= *q.Meta.Total {
			page.AllReports = len(page.Skipped) == 0 && q.Meta.Total != nil && len(met) >= *q.Meta.Total
			return nil
		}
	}
	return nil
}

// concerns reports whether an item is about a channel that is read, or about
// none.
func (c *Connector) concerns(r reviewable) bool {
	return r.Category == nil || c.reading(id(*r.Category))
}

func (c *Connector) review(ctx context.Context, offset int) (queue, error) {
	var answer queue
	q := url.Values{"status": {"pending"}}
	if offset > 0 {
		q.Set("offset", strconv.Itoa(offset))
	}
	_, err := c.api.Do(ctx, platform.Call{Name: "GET /review.json", Path: "/review.json", Query: q}, &answer)
	if err == nil && answer.Items == nil {
		err = strange("no review queue")
	}
	return answer, err
}

// report is an item as the house tells it.
func (c *Connector) report(q queue, r reviewable) inbox.Report {
	out := inbox.Report{
		ID: id(r.ID), Open: *r.Status == pending, At: r.Created.Time, Version: strconv.FormatInt(r.Version, 10), Reporter: person{ID: r.By}.known(), Member: person{ID: r.About}.known(),
	}
	if r.Category != nil {
		out.Channel = id(*r.Category)
	}
	if r.Target == "Post" && r.TargetID > 0 {
		out.Message = id(r.TargetID)
	}
	text := r.Cooked
	switch r.Type {
	case "ReviewableQueuedPost":
		out.Kind, out.Text = inbox.Pending, strings.TrimSpace(r.Payload.Title+"\n\n"+r.Payload.Raw)
		if out.Member == "" {
			out.Member = out.Reporter
		}
		out.Reporter = ""
	case "ReviewableUser":
		out.Kind, out.Text = inbox.Knocking, strings.TrimSpace(r.Payload.Username+"\n"+r.Payload.Bio)
		if out.Member == "" {
			out.Member = person{ID: max(r.User, r.TargetID)}.known()
		}
		out.Reporter = ""
	default:
		out.Kind, out.Text = inbox.Flagged, c.reads(text).text
		if out.Text == "" {
			out.Text = r.Raw
		}
		if strings.HasPrefix(r.Type, "ReviewableAkismet") || r.By < 0 {
			out.Kind = inbox.Ruled
		}
	}
	out.Reason, out.Offers = q.reason(r, &out), q.offers(r)
	if out.Open {
		return out
	}
	out.Outcome = outcome(*r.Status)
	return out
}

// known is the ID of a member, "" for none.
func (p person) known() string {
	if p.ID == 0 {
		return ""
	}
	return id(p.ID)
}

// reason is why something was reported: the first of what was said.
func (q queue) reason(r reviewable, out *inbox.Report) string {
	for _, want := range r.Scores {
		for _, s := range q.Scores {
			if s.ID != want {
				continue
			}
			if out.Kind == inbox.Flagged && s.UserID != 0 {
				out.Reporter = id(s.UserID)
			}
			for _, t := range q.Types {
				if t.ID == s.Type && t.Title != "" {
					return t.Title
				}
			}
			return s.Reason
		}
	}
	return ""
}

// offers are the ways in which an item may be settled. Some are only a form of
// Discourse's own pages.
func (q queue) offers(r reviewable) []inbox.Choice {
	var all []inbox.Choice
	for _, bundle := range q.Bundles {
		if !slices.Contains(r.Bundles, bundle.ID) {
			continue
		}
		for _, a := range q.Actions {
			if a.Client == "" && slices.Contains(bundle.Actions, a.ID) {
				all = append(all, inbox.Choice{ID: cmp.Or(a.Server, a.ID), Label: a.Label})
			}
		}
	}
	return all
}

// outcome is what became of an item, by the number of its state.
func outcome(status int) string {
	words := []string{"", "approved", "rejected", "ignored", "deleted"}
	if status < 0 || status >= len(words) {
		return "settled"
	}
	return words[status]
}
