package discourse

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1" //nolint:gosec // what Discourse encrypts with
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// KeyRequest asks a forum for a key of a person's own. The forum shows the key
// to them in a form that only this request can open.
type KeyRequest struct {
	base   string
	secret *rsa.PrivateKey
	nonce  string
	client string
}

// scopes are what a key is asked for: "write" is every request that a person
// may make themselves, "read" those that change nothing.
const scopes = "read,write,session_info,message_bus,notifications"

// NewKeyRequest makes one for a forum. Nobody is spoken to.
func NewKeyRequest(base string) (*KeyRequest, error) {
	address, err := url.Parse(base)
	if err != nil || address.Host == "" || address.Scheme != "https" && address.Scheme != "http" {
		return nil, errors.New("that is no address of a forum: it begins with https://")
	}
	secret, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, fmt.Errorf("make a pair of keys: %w", err)
	}
	random := make([]byte, 32)
	if _, err := rand.Read(random); err != nil {
		return nil, fmt.Errorf("make a pair of keys: %w", err)
	}
	return &KeyRequest{base: strings.TrimRight(base, "/"), secret: secret, nonce: hex.EncodeToString(random[:16]), client: "rounds-" + hex.EncodeToString(random[16:])}, nil
}

// Address is the page on which a person says yes.
func (k *KeyRequest) Address() string {
	public, err := x509.MarshalPKIXPublicKey(&k.secret.PublicKey)
	if err != nil {
		return "" // an RSA key can always be written
	}
	return k.base + "/user-api-key/new?" + url.Values{
		"application_name": {"Rounds"}, "client_id": {k.client}, "scopes": {scopes}, "nonce": {k.nonce}, "padding": {"oaep"},
		"public_key": {string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}))},
	}.Encode()
}

// Open reads the key from what the forum showed. Forums of an older make do not
// know the padding that was asked for and use the old one.
func (k *KeyRequest) Open(payload string) (string, error) {
	blank := func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}
	sealed, err := base64.StdEncoding.DecodeString(strings.Map(blank, payload))
	if err != nil {
		return "", errors.New("this is not the whole code that the forum shows: copy all of it")
	}
	text, err := rsa.DecryptOAEP(sha1.New(), nil, k.secret, sealed, nil) //nolint:gosec // what Discourse encrypts with
	if err != nil {
		text, err = rsa.DecryptPKCS1v15(nil, k.secret, sealed) //nolint:staticcheck // what older forums encrypt with
	}
	if err != nil {
		return "", errors.New("this code was made for another request: open the address once more")
	}
	var opened struct {
		Key   string `json:"key"`
		Nonce string `json:"nonce"`
	}
	switch err := json.Unmarshal(text, &opened); {
	case err != nil || opened.Key == "":
		return "", errors.New("there is no key in this code")
	case opened.Nonce != k.nonce:
		return "", errors.New("this code was made for another request: open the address once more")
	}
	return opened.Key, nil
}
