package platformtest

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
)

// Schema is a published description of a platform's API.
type Schema struct {
	router routers.Router
	// Undescribed are paths that the description lacks, by prefix, each with
	// where they are described instead. Whatever else is not found fails.
	Undescribed map[string]string
	// Servers begin the paths of the description: "/api/v10".
	prefix string

	mu   sync.Mutex
	used map[string]int // operations that were checked, "GET /path/{id}"
}

// Published loads a description from beside the project, such as
// "discord/openapi.json"; the test is skipped where it is not there. prefix is
// what stands before the paths of the description. mend may repair it.
func Published(t testing.TB, path, prefix string, mend func(*openapi3.T)) *Schema {
	t.Helper()
	root := shared(t)
	text, err := os.ReadFile(filepath.Join(root, "specs", filepath.FromSlash(path)))
	if err != nil {
		t.Skipf("the description of the API is not here: %v", err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	doc.Servers, doc.Security = nil, nil
	for _, item := range doc.Paths.Map() {
		item.Servers = nil
		for _, op := range item.Operations() {
			op.Servers, op.Security = nil, nil
		}
	}
	if mend != nil {
		mend(doc)
	}
	router, err := legacy.NewRouter(doc, openapi3.DisableExamplesValidation(), openapi3.DisableSchemaDefaultsValidation(), openapi3.DisableSchemaPatternValidation())
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return &Schema{router: router, prefix: prefix, used: map[string]int{}}
}

// shared is the folder beside the project.
func shared(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(dir, "..", "shared")
		}
	}
	t.Fatal("no module around the test")
	return ""
}

// Checks puts the description before a handler: every request that comes and
// every answer that goes has to fit it, or the test fails.
func (s *Schema) Checks(t testing.TB, inner http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Errorf("%s %s: %v", r.Method, r.URL.Path, err)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		rec := &recorder{header: http.Header{}, status: http.StatusOK}
		inner.ServeHTTP(rec, r)
		for name, values := range rec.header {
			w.Header()[name] = values
		}
		s.check(t, r, body, rec)
		w.WriteHeader(rec.status)
		w.Write(rec.body.Bytes()) //nolint:errcheck // the client has gone
	})
}

func (s *Schema) check(t testing.TB, r *http.Request, body []byte, rec *recorder) {
	for prefix := range s.Undescribed {
		if strings.HasPrefix(r.URL.Path, prefix) {
			return
		}
	}
	asked := r.Clone(r.Context())
	asked.URL.Path = strings.TrimPrefix(r.URL.Path, s.prefix)
	asked.URL.RawPath = ""
	asked.Body = io.NopCloser(bytes.NewReader(body))
	route, params, err := s.router.FindRoute(asked)
	if err != nil {
		t.Errorf("%s %s is not described: %v", r.Method, r.URL.Path, err)
		return
	}
	s.mu.Lock()
	s.used[r.Method+" "+route.Path]++
	s.mu.Unlock()
	options := &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true, MultiError: true}
	input := &openapi3filter.RequestValidationInput{Request: asked, PathParams: params, Route: route, Options: options}
	if err := openapi3filter.ValidateRequest(r.Context(), input); err != nil {
		t.Errorf("the request %s %s does not fit: %.2000v\n%.1000s", r.Method, r.URL.RequestURI(), err, body)
	}
	output := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: rec.status, Header: rec.header,
		Body: io.NopCloser(bytes.NewReader(rec.body.Bytes())), Options: options,
	}
	if err := openapi3filter.ValidateResponse(r.Context(), output); err != nil {
		t.Errorf("the answer %d to %s %s does not fit: %.3000v\n%.2000s", rec.status, r.Method, r.URL.RequestURI(), err, rec.body.Bytes())
	}
}

// Used are the operations that were checked so far, and how often.
func (s *Schema) Used() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make(map[string]int, len(s.used))
	for op, n := range s.used {
		all[op] = n
	}
	return all
}

type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) WriteHeader(status int)      { r.status = status }
func (r *recorder) Write(b []byte) (int, error) { return r.body.Write(b) }
