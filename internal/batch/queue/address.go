package queue

import (
	"bytes"
	"cmp"
	"errors"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
)

// TokenVariable names the environment variable with the token of a server. A token
// is never given on a command line, where others can read it.
const TokenVariable = "GRIDALLOC_NATS_TOKEN"

// MaxAttempts is how often a run is handed out before it is given up.
const MaxAttempts = 5

// Address says where the server is and how it knows us.
type Address struct {
	// URL is nats://HOST:PORT or tls://HOST:PORT, several with commas between.
	URL string `json:"url"`
	// Token, "" for that of the environment where neither Creds nor Nkey is given.
	Token string `json:"token"`
	// Creds and Nkey are files: credentials with a JWT, and the seed of a key.
	Creds string `json:"-"`
	Nkey  string `json:"-"`
	// CA, Cert and Key are PEM files: who vouches for the server ("" for those that the
	// system trusts) and the certificate and key of this client.
	CA   string `json:"-"`
	Cert string `json:"-"`
	Key  string `json:"-"`
}

// Patience is how long a worker may be silent before its run is handed to another.
const Patience = 30 * time.Second

// Options say how a queue is used. The zero value will do.
type Options struct {
	// Name is how the server lists the connection.
	Name string
	// Patience is how long a worker may be silent before its run is handed to another;
	// zero stands for Patience. Worker heartbeats live as long.
	Patience time.Duration
	// MaxAttempts is told to workers with each run; zero stands for MaxAttempts.
	MaxAttempts int
	// Note is told, in plain words, when the connection is lost and when it is back, by
	// any goroutine.
	Note func(string)
}

func (o Options) withDefaults() Options {
	o.Name = cmp.Or(o.Name, "gridalloc")
	o.Patience = cmp.Or(o.Patience, Patience)
	o.MaxAttempts = cmp.Or(o.MaxAttempts, MaxAttempts)
	if o.Note == nil {
		o.Note = func(string) {}
	}
	return o
}

// shown is the URL without a password.
func (a Address) shown() string {
	shown := strings.Split(a.URL, ",")
	for i, one := range shown {
		if u, err := url.Parse(strings.TrimSpace(one)); err == nil {
			shown[i] = u.Redacted()
		}
	}
	return strings.Join(shown, ",")
}

// files finds what is wrong with the files, all of it.
func (a Address) files() (err error) {
	for _, file := range [][2]string{
		{"credentials file", a.Creds}, {"nkey file", a.Nkey}, {"CA file", a.CA}, {"certificate", a.Cert}, {"key", a.Key},
	} {
		if file[1] == "" {
			continue
		}
		text, odd := os.ReadFile(file[1])
		switch {
		case odd != nil:
			err = errors.Join(err, fail("the %s cannot be read: %w", file[0], odd, "is its name right, and may this user read it?"))
		case file[1] == a.Creds && !bytes.Contains(text, []byte("BEGIN NATS USER JWT")):
			err = errors.Join(err, fail("the credentials file %s holds no credentials", file[1],
				"it has a part that begins with BEGIN NATS USER JWT; a bare seed is an nkey file"))
		}
	}
	if a.Creds != "" && a.Nkey != "" {
		err = errors.Join(err, fail("both a credentials file and an nkey file are given", "give one of them"))
	}
	if (a.Cert == "") != (a.Key == "") {
		err = errors.Join(err, fail("a certificate needs its key, and a key its certificate", "give both"))
	}
	return err
}

// connection is the address as options of the client. Files that cannot be read are
// found here, before anything is sent.
func (a Address) connection() ([]nats.Option, error) {
	if a.URL == "" {
		return nil, fail("no server is named", "give its address, such as nats://HOST:4222")
	}
	if err := a.files(); err != nil {
		return nil, err
	}
	var options []nats.Option
	switch {
	case a.Creds != "":
		options = append(options, nats.UserCredentials(a.Creds))
	case a.Nkey != "":
		key, err := nats.NkeyOptionFromSeed(a.Nkey)
		if err != nil {
			return nil, fail("the nkey file %s is no seed of a user: %w", a.Nkey, err, "it holds a line that begins with SU")
		}
		options = append(options, key)
	default:
		if token := cmp.Or(a.Token, os.Getenv(TokenVariable)); token != "" {
			options = append(options, nats.Token(token))
		}
	}
	if a.CA != "" {
		options = append(options, nats.RootCAs(a.CA))
	}
	if a.Cert != "" {
		options = append(options, nats.ClientCert(a.Cert, a.Key))
	}
	return options, nil
}
