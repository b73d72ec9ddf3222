package platform

import (
	"io"
	"net/http"
	"sync"
)

// probed is a transport that tells [Options.Probe] of every request and of the
// end of its answer.
type probed struct {
	road  http.RoundTripper
	probe func(point string)
}

// RoundTrip implements [http.RoundTripper].
func (p probed) RoundTrip(req *http.Request) (*http.Response, error) {
	answered := sync.OnceFunc(func() { p.probe("after an answer") })
	p.probe("before a request")
	res, err := p.road.RoundTrip(req)
	if err != nil {
		answered()
		return nil, err
	}
	res.Body = &probedBody{res.Body, answered}
	return res, nil
}

type probedBody struct {
	io.ReadCloser
	answered func()
}

func (b *probedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil {
		b.answered()
	}
	return n, err
}

// Close ends an answer that nobody wanted to read.
func (b *probedBody) Close() error {
	defer b.answered()
	return b.ReadCloser.Close()
}
