package queue_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nkeys"

	"github.com/gridalloc/gridalloc/internal/batch/queue"
)

// natsServer starts a server as others set it up.
func natsServer(t testing.TB, o *server.Options) *server.Server {
	t.Helper()
	o.Host, o.NoSigs, o.NoLog = "127.0.0.1", true, true
	if o.Port == 0 {
		o.Port = server.RANDOM_PORT
	}
	if o.StoreDir == "" {
		o.StoreDir = t.TempDir()
	}
	s, err := server.NewServer(o)
	if err != nil {
		t.Fatal(err)
	}
	go s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(time.Minute) {
		t.Fatal("the server does not start")
	}
	return s
}

// authority makes certificates.
type authority struct {
	dir, name string
	cert      *x509.Certificate
	key       *ecdsa.PrivateKey
}

// newAuthority makes a CA with its certificate in a file of its name.
func newAuthority(t testing.TB, dir, name string) *authority {
	a := &authority{dir: dir, name: name}
	a.key = must[*ecdsa.PrivateKey](t)(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	a.cert = &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	a.write(t, name, a.cert, a.cert, a.key, a.key)
	return a
}

func (a *authority) write(t testing.TB, name string, cert, parent *x509.Certificate, key, signer *ecdsa.PrivateKey) {
	t.Helper()
	der := must[[]byte](t)(x509.CreateCertificate(rand.Reader, cert, parent, &key.PublicKey, signer))
	secret := must[[]byte](t)(x509.MarshalPKCS8PrivateKey(key))
	check(t, os.WriteFile(a.file(name+".pem"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	check(t, os.WriteFile(a.file(name+".key"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600))
}

func (a *authority) file(name string) string { return filepath.Join(a.dir, name) }

// issue makes a certificate with its key.
func (a *authority) issue(t testing.TB, name string) tls.Certificate {
	key := must[*ecdsa.PrivateKey](t)(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	cert := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: name}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	a.write(t, name, cert, a.cert, key, a.key)
	return must[tls.Certificate](t)(tls.LoadX509KeyPair(a.file(name+".pem"), a.file(name+".key")))
}

// refused asserts that there is no connection, why, and that there is advice.
func refused(t *testing.T, what string, a queue.Address, why string) {
	t.Helper()
	q, err := queue.Connect(t.Context(), a, queue.Options{})
	if err == nil {
		t.Errorf("%s: connected", what)
		check(t, q.Close())
		return
	}
	if !strings.Contains(err.Error(), why) || len(queue.Hints(err)) == 0 {
		t.Errorf("%s: %v, hints %q", what, err, queue.Hints(err))
	}
}

// runsThrough asserts that a connection is good for a run.
func runsThrough(t *testing.T, a queue.Address) {
	t.Helper()
	q := connect(t, a, queue.Options{})
	offer(t, q, 0)
	store(t, next(t, q))
	check(t, q.Forget(t.Context(), id(0)))
}

// TestTLS: with the right files all goes over TLS; with wrong ones it is said which.
func TestTLS(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ours, theirs := newAuthority(t, dir, "ca"), newAuthority(t, dir, "other")
	ours.issue(t, "client")
	theirs.issue(t, "stranger")
	pool := x509.NewCertPool()
	pool.AddCert(must[*x509.Certificate](t)(x509.ParseCertificate(ours.issued(t, "ca"))))
	secure := natsServer(t, &server.Options{JetStream: true, TLSTimeout: 5, TLSVerify: true, TLSConfig: &tls.Config{
		Certificates: []tls.Certificate{ours.issue(t, "server")}, ClientCAs: pool, ClientAuth: tls.RequireAndVerifyClientCert, MinVersion: tls.VersionTLS12,
	}})
	plain := natsServer(t, &server.Options{JetStream: true})
	port := func(s *server.Server) string { return s.Addr().String() }
	file := ours.file
	good := queue.Address{URL: "tls://" + port(secure), CA: file("ca.pem"), Cert: file("client.pem"), Key: file("client.key")}
	runsThrough(t, good)
	change := func(do func(*queue.Address)) queue.Address { a := good; do(&a); return a }
	refused(t, "plaintext to TLS", queue.Address{URL: "nats://" + port(secure)}, "does not know")
	refused(t, "another CA", change(func(a *queue.Address) { a.CA = file("other.pem") }), "not of the CA")
	refused(t, "no client certificate", change(func(a *queue.Address) { a.Cert, a.Key = "", "" }), "certificate of this client")
	refused(t, "a stranger", change(func(a *queue.Address) { a.Cert, a.Key = file("stranger.pem"), file("stranger.key") }), "certificate of this client")
	refused(t, "another name", change(func(a *queue.Address) { a.URL = strings.Replace(a.URL, "127.0.0.1", "localhost", 1) }), "another name")
	refused(t, "a certificate without a key", change(func(a *queue.Address) { a.Key = "" }), "needs its key")
	refused(t, "TLS to plaintext", queue.Address{URL: "tls://" + port(plain)}, "speaks no TLS")
	refused(t, "a CA for plaintext", queue.Address{URL: "nats://" + port(plain), CA: file("ca.pem")}, "speaks no TLS")
}

// issued is a certificate that was made, as it is in its file.
func (a *authority) issued(t testing.TB, name string) []byte {
	block, _ := pem.Decode(must[[]byte](t)(os.ReadFile(a.file(name + ".pem"))))
	return block.Bytes
}

// TestCredentials: right ones work, wrong ones are refused in plain words.
func TestCredentials(t *testing.T) {
	dir := t.TempDir()
	var seeds, keys []string
	for i := range 2 {
		pair := must[nkeys.KeyPair](t)(nkeys.CreateUser())
		seeds = append(seeds, filepath.Join(dir, fmt.Sprint(i)))
		check(t, os.WriteFile(seeds[i], must[[]byte](t)(pair.Seed()), 0o600))
		keys = append(keys, must[string](t)(pair.PublicKey()))
	}
	s := natsServer(t, &server.Options{JetStream: true, Nkeys: []*server.NkeyUser{{Nkey: keys[0]}}})
	at := "nats://" + s.Addr().String()
	runsThrough(t, queue.Address{URL: at, Nkey: seeds[0]})
	refused(t, "another nkey", queue.Address{URL: at, Nkey: seeds[1]}, "refuses these credentials")
	refused(t, "no credentials", queue.Address{URL: at}, "refuses these credentials")
	check(t, os.WriteFile(seeds[1], []byte("not a seed"), 0o600))
	refused(t, "no nkey", queue.Address{URL: at, Nkey: seeds[1]}, "no seed")
	refused(t, "no files", queue.Address{URL: at, Creds: filepath.Join(dir, "none")}, "credentials file cannot be read")
	_, err := queue.Connect(t.Context(), queue.Address{URL: at, Nkey: filepath.Join(dir, "none"), Key: seeds[0]}, queue.Options{})
	if !errors.Is(err, os.ErrNotExist) || len(queue.Hints(err)) != 2 {
		t.Errorf("two faults: %v, hints %q", err, queue.Hints(err))
	}

	own := serve(t, queue.ServerOptions{})
	at = own.Address().URL
	refused(t, "another token", queue.Address{URL: at, Token: "guess"}, "refuses these credentials")
	refused(t, "no token", queue.Address{URL: at}, "refuses these credentials")
	t.Setenv(queue.TokenVariable, own.Address().Token)
	runsThrough(t, queue.Address{URL: at})
}

// TestCredsFile: a credentials file works with the operator's server, and one of another
// operator does not.
func TestCredsFile(t *testing.T) {
	t.Parallel()
	s, good := operatorServer(t)
	_, other := operatorServer(t)
	runsThrough(t, queue.Address{URL: s.ClientURL(), Creds: good})
	refused(t, "another operator's user", queue.Address{URL: s.ClientURL(), Creds: other}, "refuses these credentials")
	empty := filepath.Join(t.TempDir(), "empty")
	check(t, os.WriteFile(empty, nil, 0o600))
	refused(t, "an empty file", queue.Address{URL: s.ClientURL(), Creds: empty}, "holds no credentials")
}

// operatorServer is a server with an operator of its own, and the credentials of a user.
func operatorServer(t *testing.T) (s *server.Server, creds string) {
	pair := func(make func() (nkeys.KeyPair, error)) (nkeys.KeyPair, string) {
		p := must[nkeys.KeyPair](t)(make())
		return p, must[string](t)(p.PublicKey())
	}
	operator, operatorKey := pair(nkeys.CreateOperator)
	account, accountKey := pair(nkeys.CreateAccount)
	_, systemKey := pair(nkeys.CreateAccount)
	user, userKey := pair(nkeys.CreateUser)
	o := jwt.NewOperatorClaims(operatorKey)
	o.SystemAccount = systemKey
	must[string](t)(o.Encode(operator))
	resolver := &server.MemAccResolver{}
	a := jwt.NewAccountClaims(accountKey)
	a.Limits.JetStreamLimits = jwt.JetStreamLimits{MemoryStorage: -1, DiskStorage: -1, Streams: -1, Consumer: -1}
	check(t, resolver.Store(accountKey, must[string](t)(a.Encode(operator))))
	check(t, resolver.Store(systemKey, must[string](t)(jwt.NewAccountClaims(systemKey).Encode(operator))))
	token := must[string](t)(jwt.NewUserClaims(userKey).Encode(account))
	text := must[[]byte](t)(jwt.FormatUserConfig(token, must[[]byte](t)(user.Seed())))
	creds = filepath.Join(t.TempDir(), "user.creds")
	check(t, os.WriteFile(creds, text, 0o600))
	return natsServer(t, &server.Options{
		JetStream: true, TrustedOperators: []*jwt.OperatorClaims{o}, AccountResolver: resolver, SystemAccount: systemKey,
	}), creds
}

// TestNoServer: what listens is no NATS server, or nothing does, or it has no JetStream.
func TestNoServer(t *testing.T) {
	t.Parallel()
	refused(t, "no address", queue.Address{}, "no server is named")
	listener := must[net.Listener](t)(net.Listen("tcp", "127.0.0.1:0"))
	at := "nats://" + listener.Addr().String()
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = c.Write([]byte("HTTP/1.1 400 Bad Request\r\n\r\n"))
			_ = c.Close()
		}
	}()
	refused(t, "a web server", queue.Address{URL: at}, "does not speak as a NATS server")
	check(t, listener.Close())
	refused(t, "nothing", queue.Address{URL: at}, "nothing listens")
	refused(t, "no such host", queue.Address{URL: "nats://no.such.host.invalid:4222"}, "is not known")
	refused(t, "no JetStream", queue.Address{URL: natsServer(t, &server.Options{}).ClientURL()}, "has no JetStream")
}

// TestOtherStreams: streams that another program made are not used.
func TestOtherStreams(t *testing.T) {
	t.Parallel()
	s := natsServer(t, &server.Options{JetStream: true})
	nc := must[*nats.Conn](t)(nats.Connect(s.ClientURL()))
	defer nc.Close()
	js := must[jetstream.JetStream](t)(jetstream.New(nc))
	_, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "gridalloc-records", Subjects: []string{"gridalloc.record.>"}})
	check(t, err)
	refused(t, "another stream", queue.Address{URL: s.ClientURL()}, "gridalloc-records")
}

// TestReconnect: a server that comes back is used again, what was asked for meanwhile
// is done, and both are told.
func TestReconnect(t *testing.T) {
	t.Parallel()
	options := &server.Options{JetStream: true, StoreDir: t.TempDir()}
	s := natsServer(t, options)
	options.Port = s.Addr().(*net.TCPAddr).Port
	notes := make(chan string, 100)
	q := connect(t, queue.Address{URL: s.ClientURL()}, queue.Options{Note: func(note string) { notes <- note }})
	offer(t, q, 0, 1)
	d := next(t, q)
	s.Shutdown()
	s.WaitForShutdown()
	if note := <-notes; !strings.Contains(note, "trying again") {
		t.Error(note)
	}
	stored := make(chan bool)
	go func() { stored <- store(t, d) }()
	time.Sleep(300 * time.Millisecond)
	again := *options
	natsServer(t, &again)
	if !<-stored {
		t.Error("not kept")
	}
	for note := <-notes; !strings.Contains(note, "connected to the queue again"); note = <-notes {
		continue
	}
	work(t, q)
	complete(t, q, 2)
}

// TestContextEnds: nothing waits longer than its context.
func TestContextEnds(t *testing.T) {
	t.Parallel()
	s := natsServer(t, &server.Options{JetStream: true})
	q := connect(t, queue.Address{URL: s.ClientURL()}, queue.Options{})
	s.Shutdown()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := q.Offer(ctx, task(0)); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	if _, err := q.Next(ctx, version); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}
