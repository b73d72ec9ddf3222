package forum

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"rounds/inbox/platform/simulate/mischief"
)

// chunk is how many posts come with a topic.
const chunk = 20

// call is one request that is being answered.
type call struct {
	f    *Forum
	w    http.ResponseWriter
	r    *http.Request
	now  time.Time
	args []string // what stands in the path
	n    int64    // the first of it, as a number
	text string   // what came, of a post that is to be made
}

// route is what answers a path.
type route struct {
	method string
	path   *regexp.Regexp
	answer func(*call)
}

var routes = []route{ //nolint:gochecknoglobals // a table that nothing writes
	{"GET", regexp.MustCompile(`^/session/current\.json$`), (*call).session},
	{"GET", regexp.MustCompile(`^/site/basic-info\.json$`), (*call).basic},
	{"GET", regexp.MustCompile(`^/categories\.json$`), (*call).categories},
	{"GET", regexp.MustCompile(`^/latest\.json$`), (*call).latest},
	{"GET", regexp.MustCompile(`^/topics/private-messages/([^/]+)\.json$`), (*call).received},
	{"GET", regexp.MustCompile(`^/topics/private-messages-sent/([^/]+)\.json$`), (*call).sent},
	{"GET", regexp.MustCompile(`^/directory_items\.json$`), (*call).directory},
	{"GET", regexp.MustCompile(`^/admin/users/list/new\.json$`), (*call).members},
	{"GET", regexp.MustCompile(`^/t/external_id/([\w-]+)\.json$`), (*call).external},
	{"GET", regexp.MustCompile(`^/t/(?:topic/)?(\d+)\.json$`), (*call).topic},
	{"GET", regexp.MustCompile(`^/t/(\d+)/posts\.json$`), (*call).posts},
	{"POST", regexp.MustCompile(`^/t/(\d+)/timer\.json$`), (*call).timer},
	{"GET", regexp.MustCompile(`^/posts/(\d+)\.json$`), (*call).post},
	{"POST", regexp.MustCompile(`^/posts\.json$`), (*call).create},
	{"PUT", regexp.MustCompile(`^/posts/(\d+)\.json$`), (*call).edit},
	{"DELETE", regexp.MustCompile(`^/posts/destroy_many\.json$`), (*call).deleteMany},
	{"DELETE", regexp.MustCompile(`^/posts/(\d+)\.json$`), (*call).delete},
	{"PUT", regexp.MustCompile(`^/posts/(\d+)/recover\.json$`), (*call).recover},
	{"POST", regexp.MustCompile(`^/post_actions\.json$`), (*call).like},
	{"DELETE", regexp.MustCompile(`^/post_actions/(\d+)\.json$`), (*call).unlike},
	{"PUT", regexp.MustCompile(`^/admin/users/(\d+)/(silence|suspend|unsilence|unsuspend)\.json$`), (*call).penalty},
	{"GET", regexp.MustCompile(`^/review\.json$`), (*call).review},
	{"GET", regexp.MustCompile(`^/review/(\d+)\.json$`), (*call).reviewable},
	{"PUT", regexp.MustCompile(`^/review/(\d+)/perform/([\w-]+)\.json$`), (*call).perform},
	{"POST", regexp.MustCompile(`^/message-bus/([^/]+)/poll$`), (*call).poll},
}

func (f *Forum) serve(w http.ResponseWriter, r *http.Request) {
	c := &call{f: f, w: w, r: r, now: f.opts.Now()}
	if strings.HasPrefix(r.URL.Path, "/message-bus/") { // it takes the lock itself
		c.find()
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	c.find()
}

func (c *call) find() {
	if !c.known() {
		c.refuse(http.StatusForbidden, "invalid_access", "You are not permitted to view the requested resource.")
		return
	}
	for _, route := range routes {
		found := route.path.FindStringSubmatch(c.r.URL.Path)
		if found == nil || route.method != c.r.Method {
			continue
		}
		if c.args = found[1:]; len(c.args) > 0 {
			c.n, _ = strconv.ParseInt(c.args[0], 10, 64)
		}
		route.answer(c)
		return
	}
	c.missing()
}

// known reports whether the key is the right one.
func (c *call) known() bool {
	name, key, admin := strings.Cut(c.f.opts.Token, ":")
	if admin {
		return c.r.Header.Get("Api-Key") == key && c.r.Header.Get("Api-Username") == name
	}
	return c.r.Header.Get("User-Api-Key") == c.f.opts.Token
}

func (c *call) write(status int, body any) {
	text, err := json.Marshal(body)
	if err != nil {
		http.Error(c.w, err.Error(), http.StatusInternalServerError)
		return
	}
	c.w.Header().Set("Content-Type", "application/json; charset=utf-8")
	c.w.WriteHeader(status)
	c.w.Write(text) //nolint:errcheck // the client has gone
}

func (c *call) refuse(status int, kind, words string) {
	c.write(status, object{"errors": []string{words}, "error_type": kind})
}

func (c *call) missing() {
	c.refuse(http.StatusNotFound, "not_found", "The requested URL or resource could not be found.")
}

// body reads the request as JSON.
func (c *call) body(into any) bool {
	if json.NewDecoder(c.r.Body).Decode(into) != nil {
		c.refuse(http.StatusBadRequest, "invalid_parameters", "You supplied invalid parameters to the request.")
		return false
	}
	return true
}

func (c *call) session() {
	sam := c.f.user(samID)
	o := face(sam)
	o["admin"], o["moderator"], o["trust_level"], o["can_review"] = sam.admin, sam.mod, 4, sam.mod
	c.write(http.StatusOK, object{"current_user": o})
}

func (c *call) basic() {
	c.write(http.StatusOK, object{
		"logo_url": "", "logo_small_url": "", "apple_touch_icon_url": "", "favicon_url": "", "title": "Fieldnotes", "description": "Notes that grow",
		"header_primary_color": "333333", "header_background_color": "ffffff", "login_required": false, "locale": "en", "include_in_discourse_discover": false, "mobile_logo_url": "",
	})
}

func (c *call) categories() {
	all := []any{}
	under := map[int64][]any{}
	for _, k := range c.f.rooms {
		if !k.closed && k.under != 0 {
			under[k.under] = append(under[k.under], c.f.categoryOf(k))
		}
	}
	for _, k := range c.f.rooms {
		if k.closed || k.under != 0 {
			continue
		}
		o := c.f.categoryOf(k)
		if len(under[k.id]) > 0 {
			o["subcategory_list"], o["has_children"] = under[k.id], true
		}
		all = append(all, o)
	}
	c.write(http.StatusOK, object{"category_list": object{"can_create_category": false, "can_create_topic": true, "categories": all}})
}

// latest lists topics: of a category, or of all.
func (c *call) latest() {
	want := c.r.FormValue("category")
	if want != "" {
		i := slices.IndexFunc(c.f.rooms, func(k *category) bool { return text10(k.id) == want })
		if i < 0 || c.f.rooms[i].closed {
			c.missing()
			return
		}
	}
	c.list(func(t *topic) bool {
		return t.room != nil && (want == "" || text10(t.room.id) == want)
	}, c.r.FormValue("order") == "created")
}

func (c *call) received() {
	c.list(func(t *topic) bool {
		return t.room == nil && slices.ContainsFunc(t.posts, func(p *post) bool { return p.who.id != samID })
	}, false)
}

func (c *call) sent() {
	c.list(func(t *topic) bool { return t.room == nil && t.posts[0].who.id == samID }, false)
}

// list answers with a page of topics, those first that were spoken in last.
func (c *call) list(which func(*topic) bool, created bool) {
	type row struct {
		t  *topic
		at time.Time
	}
	var all []row
	for _, t := range c.f.topics {
		shown := c.f.shown(t, c.now)
		if !t.deleted.IsZero() || !c.f.open(t) || !which(t) || len(shown) == 0 || shown[0].number != 1 {
			continue
		}
		at := t.created
		if !created {
			_, _, at = c.f.counted(t)
		}
		all = append(all, row{t, at})
	}
	slices.SortStableFunc(all, func(a, b row) int { return b.at.Compare(a.at) })
	page, _ := strconv.Atoi(c.r.FormValue("page"))
	trick, dice := mischief.Playing(c.r)
	from := min(max(0, page)*c.f.opts.Page, len(all))
	if trick == mischief.OverlappingPages && from > 0 {
		from -= min(from, 2)
	}
	to := min(len(all), from+c.f.opts.Page)
	rows, more := []any{}, to < len(all)
	for _, r := range all[from:to] {
		rows = append(rows, c.f.summary(r.t))
	}
	rows, more = spoilList(rows, more, trick, dice)
	o := object{"can_create_topic": true, "draft": nil, "draft_key": "new_topic", "draft_sequence": 0, "per_page": c.f.opts.Page, "topics": rows}
	if more {
		o["more_topics_url"] = c.r.URL.Path + "?page=" + strconv.Itoa(page+1)
	}
	c.write(http.StatusOK, object{"users": []any{}, "primary_groups": []any{}, "topic_list": o})
}

const mostMembers = 50

// listed are the members that lists show, of a page.
func (c *call) listed(page int, newest bool) []*user {
	all := slices.DeleteFunc(slices.Clone(c.f.users), func(u *user) bool { return u.gone || u.id < 0 })
	if newest {
		slices.Reverse(all)
	}
	from := min(max(0, page)*mostMembers, len(all))
	return all[from:min(len(all), from+mostMembers)]
}

func (c *call) directory() {
	page, _ := strconv.Atoi(c.r.FormValue("page"))
	all := []any{}
	for _, u := range c.listed(page, false) {
		who := face(u)
		who["title"] = nil
		all = append(all, object{
			"id": u.id, "likes_received": 0, "likes_given": 0, "topics_entered": 0, "topic_count": 0, "post_count": 0, "posts_read": 0, "days_visited": 1, "user": who,
		})
	}
	c.write(http.StatusOK, object{"directory_items": all, "meta": object{
		"last_updated_at": nil, "total_rows_directory_items": len(c.f.users), "load_more_directory_items": "/directory_items?page=" + strconv.Itoa(page+1),
	}})
}

func (c *call) members() {
	if c.f.opts.Plain {
		c.missing()
		return
	}
	page, _ := strconv.Atoi(c.r.FormValue("page"))
	all := []any{}
	for _, u := range c.listed(page-1, true) {
		o := face(u)
		o["admin"], o["moderator"], o["created_at"], o["active"], o["trust_level"] = u.admin, u.mod, stamped(u.joined), true, 1
		for _, none := range []string{"last_seen_at", "last_emailed_at", "last_seen_age", "last_emailed_age", "manual_locked_trust_level", "title"} {
			o[none] = nil
		}
		for _, count := range []string{"created_at_age", "time_read", "days_visited", "posts_read_count", "topics_entered", "post_count"} {
			o[count] = 1
		}
		o["staged"] = false
		all = append(all, o)
	}
	trick, dice := mischief.Playing(c.r)
	all, _ = spoilList(all, false, trick, dice)
	c.write(http.StatusOK, all)
}

// visible is a topic that is asked for, or nil if it was answered that it is
// not there.
func (c *call) visible(id int64) *topic {
	t := c.f.topic(id)
	switch {
	case t == nil || !t.deleted.IsZero() && t.odd || c.now.Before(t.posts[0].veil):
		c.missing()
		return nil
	case !c.f.open(t):
		c.refuse(http.StatusForbidden, "invalid_access", "You are not permitted to view the requested resource.")
		return nil
	}
	return t
}

func (c *call) topic() {
	t := c.visible(c.n)
	if t == nil {
		return
	}
	shown := c.f.shown(t, c.now)
	stream := []int64{}
	for _, p := range shown {
		stream = append(stream, p.id)
	}
	trick, dice := mischief.Playing(c.r)
	if trick == mischief.MissingRecord && dice.IntN(2) == 0 && len(stream) > 1 {
		at := dice.IntN(len(stream))
		stream = slices.Delete(stream, at, at+1)
	}
	posts := c.spoilt(shown[:min(len(shown), chunk)])
	c.write(http.StatusOK, c.f.whole(t, posts, stream))
}

// spoilt are posts as they are shown, after a trick was played with them.
func (c *call) spoilt(posts []*post) []any {
	trick, dice := mischief.Playing(c.r)
	all := []any{}
	for _, p := range posts {
		var old *past
		if trick == mischief.StaleRecord {
			old = p.was
		}
		o := c.f.postOf(p, old)
		if c.r.FormValue("include_raw") != "true" {
			delete(o, "raw")
		}
		all = append(all, o)
	}
	all, _ = spoilList(all, false, trick, dice)
	return all
}

func (c *call) posts() {
	t := c.visible(c.n)
	if t == nil {
		return
	}
	var all []*post
	for _, p := range c.f.shown(t, c.now) {
		if slices.Contains(c.r.Form["post_ids[]"], text10(p.id)) || slices.Contains(c.r.URL.Query()["post_ids[]"], text10(p.id)) {
			all = append(all, p)
		}
	}
	c.write(http.StatusOK, object{"post_stream": object{"posts": c.spoilt(all)}, "id": t.id})
}

// there is a post that is asked for, or nil if it was answered that it is not
// there.
func (c *call) there(id int64) *post {
	p := c.f.post(id)
	if p == nil || !p.deleted.IsZero() || !p.topic.deleted.IsZero() || c.now.Before(p.veil) {
		c.missing()
		return nil
	}
	if !c.f.open(p.topic) {
		c.refuse(http.StatusForbidden, "invalid_access", "You are not permitted to view the requested resource.")
		return nil
	}
	return p
}

func (c *call) post() {
	if p := c.there(c.n); p != nil {
		c.write(http.StatusOK, c.f.postOf(p, nil))
	}
}

// external leads to the topic that was given a name.
func (c *call) external() {
	t := c.f.names[c.args[0]]
	if t == nil || !t.deleted.IsZero() || c.now.Before(t.posts[0].veil) {
		c.missing()
		return
	}
	http.Redirect(c.w, c.r, "/t/topic/"+text10(t.id)+".json", http.StatusMovedPermanently)
}
