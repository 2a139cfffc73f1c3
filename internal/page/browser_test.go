package page

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/gridalloc/gridalloc/internal/lang"
)

// browser is a page in Chromium, with what it complained of and asked for.
type browser struct {
	context.Context
	mu       sync.Mutex
	errors   []string
	requests []string
}

// opened opens a file in a Chromium without a window; the test is skipped where
// there is none.
func opened(t *testing.T, path string) *browser {
	t.Helper()
	program, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("there is no chromium: apt-get install chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()))
	allocated, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	b := &browser{}
	ctx, cancel := chromedp.NewContext(allocated, chromedp.WithListener(b.listen))
	t.Cleanup(cancel)
	ctx, late := context.WithTimeout(ctx, 5*time.Minute) // for a browser that hangs
	t.Cleanup(late)
	b.Context = ctx
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate("file://"+path)); err != nil {
		t.Fatal(err)
	}
	return b
}

// listen keeps complaints and requests.
func (b *browser) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *log.EventEntryAdded:
		b.errors = append(b.errors, e.Entry.Text)
	case *runtime.EventConsoleAPICalled:
		b.errors = append(b.errors, "console "+string(e.Type))
	case *runtime.EventExceptionThrown:
		b.errors = append(b.errors, e.ExceptionDetails.Text)
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, "data:") {
			b.requests = append(b.requests, e.Request.URL)
		}
	}
}

// eval evaluates JavaScript in the page.
func eval[T any](t *testing.T, b *browser, script string) T {
	t.Helper()
	v, err := chromedp.Run(b, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// view sets the width of the window and the scheme of colours.
func (b *browser) view(t *testing.T, width int64, scheme string) {
	t.Helper()
	if err := chromedp.Do(b, chromedp.EmulateViewport(width, 900)); err != nil {
		t.Fatal(err)
	}
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(b, emulation.SetEmulatedMedia, media); err != nil {
		t.Fatal(err)
	}
}

// saved writes the sample's page to a file.
func saved(t *testing.T, code string) string {
	t.Helper()
	l, _ := lang.Named(code)
	path := filepath.Join(t.TempDir(), "report.html")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := sample(t).Write(f, l); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestBrowser opens the page in Chromium: it complains of nothing and asks for nothing, all
// pictures are seen with the plan's figures, and nothing is wider than the window.
func TestBrowser(t *testing.T) {
	path := saved(t, "ru")
	b := opened(t, path)
	want := 0.0
	p := sample(t).Plan
	for _, a := range p.Allocations {
		if a.Period == p.Periods[len(p.Periods)-1] {
			want += float64(a.GridMW)
		}
	}
	for _, width := range []int64{1400, 390} {
		b.view(t, width, "light")
		type view struct {
			Pictures       int
			MW             float64
			Width, Visible int
		}
		seen := eval[view](t, b, `(() => {
			const seen = [...document.querySelectorAll("svg")].filter(s => s.getBoundingClientRect().width > 200 && s.getBoundingClientRect().height > 50);
			const map = seen.find(s => s.id.startsWith("picture-map"));
			return {
				Pictures: seen.length,
				MW: [...map.querySelectorAll("[data-series=map]")].reduce((sum, e) => sum + Number(e.dataset.value), 0),
				Width: document.documentElement.scrollWidth, Visible: innerWidth,
			};
		})()`)
		if seen.Pictures != 6 || fmt.Sprintf("%.6f", seen.MW) != fmt.Sprintf("%.6f", want) || seen.Width > seen.Visible {
			t.Errorf("at %d pixels: %+v, want 6 pictures and %g MW", width, seen, want)
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.errors) > 0 {
		t.Errorf("the browser complains: %q", b.errors)
	}
	if len(b.requests) != 1 || b.requests[0] != "file://"+path {
		t.Errorf("the browser asks for %q", b.requests)
	}
}
