package fediverse

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"rounds/inbox/platform/simulate/mischief"
)

// record is one of a list: where it stands in it, and how it is written.
type record struct {
	id    string
	show  func() object
	stale func() object // as it was once; nil if it never was otherwise
}

func before(a, b string) bool {
	if len(a) != len(b) {
		return len(a) < len(b)
	}
	return a < b
}

// list answers with a page of records, which come newest first, and with where
// the next begins.
func (s *Server) list(w http.ResponseWriter, r *http.Request, all []record, usual, most int) {
	trick, dice := mischief.Playing(r)
	limit, err := strconv.Atoi(r.URL.Query().Get("limit"))
	if err != nil || limit < 1 {
		limit = usual
	}
	limit = min(limit, most)
	from := r.URL.Query().Get("max_id")
	page := between(all, r.URL.Query(), trick)
	more := len(page) >= limit
	page = page[:min(limit, len(page))]
	next := ""
	if more && len(page) > 0 {
		next = page[len(page)-1].id
	}
	if trick == mischief.FewerThanAsked && len(page) > 1 {
		page = page[:len(page)/2]
		next = page[len(page)-1].id
	}
	if trick == mischief.EmptyPage && len(page) > 0 {
		next, page = after(page[0].id, from), nil
	}
	if trick == mischief.LoopingCursor && next != "" && from != "" {
		next = from
	}
	shown := make([]any, 0, len(page))
	for _, one := range page {
		shown = append(shown, one.show())
	}
	if dice != nil && len(page) > 0 {
		shown = spoil(shown, page, trick, dice.IntN(len(page)))
	}
	if next != "" {
		link := url.URL{Scheme: "http", Host: r.Host, Path: r.URL.Path, RawQuery: "limit=" + strconv.Itoa(limit) + "&max_id=" + next}
		w.Header().Set("Link", "<"+link.String()+`>; rel="next", <`+link.Scheme+"://"+r.Host+r.URL.Path+"?min_id="+all[0].id+`>; rel="prev"`)
	}
	s.write(w, http.StatusOK, shown)
}

// between are the records of a list between the two ends that were asked for.
func between(all []record, query url.Values, trick mischief.Trick) []record {
	from, low := query.Get("max_id"), query.Get("min_id")
	var page []record
	for i, one := range all {
		late := from != "" && !before(one.id, from)
		if late && trick == mischief.OverlappingPages && i+1 < len(all) && before(all[i+1].id, from) {
			late = false
		}
		if !late && (low == "" || before(low, one.id)) {
			page = append(page, one)
		}
	}
	return page
}

// after is a place right above a record, and no higher than where was asked.
func after(id, from string) string {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return from
	}
	if above := strconv.FormatInt(n+1, 10); from == "" || before(above, from) {
		return above
	}
	return from
}

// spoil plays a trick with the records of a page.
func spoil(shown []any, page []record, trick mischief.Trick, at int) []any {
	switch trick { //nolint:exhaustive // the others are played by the gate, or with the page as a whole
	case mischief.DuplicatedRecords:
		return slices.Insert(shown, at, shown[len(shown)-1-at])
	case mischief.ReorderedPage:
		slices.Reverse(shown)
	case mischief.MissingRecord:
		return slices.Delete(shown, at, at+1)
	case mischief.StrangeRecord:
		return append(shown, object{"kind": "of another time", "id": object{"a": 1}})
	case mischief.StaleRecord:
		if page[at].stale != nil {
			shown[at] = page[at].stale()
		}
	}
	return shown
}

// spoilt is a list that has no pages, with a trick played.
func (s *Server) spoilt(r *http.Request, posts []*post) []any {
	shown, page := []any{}, []record{}
	for _, p := range posts {
		shown = append(shown, s.status(p))
		page = append(page, s.asRecord(p))
	}
	if trick, dice := mischief.Playing(r); dice != nil && len(page) > 0 {
		return spoil(shown, page, trick, dice.IntN(len(page)))
	}
	return shown
}

func (s *Server) asRecord(p *post) record {
	return record{id: p.id, show: func() object { return s.status(p) }, stale: func() object { return s.stale(p) }}
}
