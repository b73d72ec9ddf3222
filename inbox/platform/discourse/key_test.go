package discourse

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"net/url"
	"strings"
	"testing"
)

func TestAKeyIsOpenedByTheRequestThatAskedForIt(t *testing.T) {
	k, err := NewKeyRequest("https://example.com/forum/")
	if err != nil {
		t.Fatal(err)
	}
	address, err := url.Parse(k.Address())
	if err != nil || !strings.HasPrefix(k.Address(), "https://example.com/forum/user-api-key/new?") {
		t.Fatalf("%q, %v", k.Address(), err)
	}
	q := address.Query()
	block, _ := pem.Decode([]byte(q.Get("public_key")))
	if block == nil {
		t.Fatal("there is no public key")
	}
	public, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	seal := func(nonce string, old bool) string {
		text, _ := json.Marshal(map[string]any{"key": key, "nonce": nonce, "push": false, "api": 4})
		sealed, err := rsa.EncryptOAEP(sha1.New(), rand.Reader, public.(*rsa.PublicKey), text, nil)
		if old {
			sealed, err = rsa.EncryptPKCS1v15(rand.Reader, public.(*rsa.PublicKey), text) //nolint:staticcheck // what older forums encrypt with
		}
		if err != nil {
			t.Fatal(err)
		}
		code := base64.StdEncoding.EncodeToString(sealed)
		return " " + code[:60] + "\n" + code[60:] + "\n"
	}
	for _, old := range []bool{false, true} {
		if got, err := k.Open(seal(q.Get("nonce"), old)); err != nil || got != key {
			t.Errorf("old padding %v: %q, %v", old, got, err)
		}
	}
	for _, wrong := range []string{"", "nonsense", seal("another", false), base64.StdEncoding.EncodeToString([]byte("short"))} {
		if got, err := k.Open(wrong); err == nil {
			t.Errorf("%.20q opens %q", wrong, got)
		}
	}
	if _, err := NewKeyRequest("forum"); err == nil {
		t.Error("that is no address")
	}
}
