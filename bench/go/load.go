package main

import (
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Measures the calls between the warm-up and the end.
type load struct {
	mutex     sync.Mutex
	done      chan struct{}
	warmUp    int
	requests  int
	seconds   float64
	atRate    bool
	begun     time.Time
	before    syscall.Rusage
	after     syscall.Rusage
	wall      time.Duration
	over      bool
	errors    int
	latencies []time.Duration
}

func newLoad(warmUp int, requests int, seconds float64, atRate bool) *load {
	l := &load{done: make(chan struct{}), warmUp: warmUp, requests: requests, seconds: seconds, atRate: atRate,
		latencies: make([]time.Duration, 0, 1<<20)}
	if warmUp <= 0 {
		l.begin(time.Now())
	}
	return l
}

func (l *load) begin(now time.Time) {
	l.begun = now
	syscall.Getrusage(syscall.RUSAGE_SELF, &l.before)
}

func (l *load) isWarmingUp() bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.begun.IsZero()
}

func (l *load) isOver() bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.over
}

func (l *load) ended(begun time.Time, success bool) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.over {
		return
	}
	now := time.Now()
	if !success {
		l.errors++
	}
	if l.begun.IsZero() {
		l.warmUp--
		if l.warmUp == 0 {
			l.begin(now)
		}
		return
	}
	if begun.Before(l.begun) && l.atRate {
		return // of the warm-up
	}
	l.latencies = append(l.latencies, now.Sub(begun))
	enough := now.Sub(l.begun).Seconds() >= l.seconds
	if l.requests > 0 {
		enough = len(l.latencies) >= l.requests
	}
	if enough {
		l.over = true
		l.wall = now.Sub(l.begun)
		syscall.Getrusage(syscall.RUSAGE_SELF, &l.after)
		close(l.done)
	}
}

// Not Getrusage: its figure begins with that of the program that started this one.
func peakResident() int64 {
	status, _ := os.ReadFile("/proc/self/status")
	_, behind, _ := strings.Cut(string(status), "VmHWM:")
	var kilobytes int64
	fmt.Sscan(behind, &kilobytes)
	return kilobytes * 1024
}

func seconds(from syscall.Timeval, to syscall.Timeval) float64 {
	return float64(to.Sec-from.Sec) + float64(to.Usec-from.Usec)/1e6
}

func (l *load) print() {
	sort.Slice(l.latencies, func(i, j int) bool { return l.latencies[i] < l.latencies[j] })
	quantile := func(part float64) float64 {
		at := int(part * float64(len(l.latencies)))
		if at >= len(l.latencies) {
			at = len(l.latencies) - 1
		}
		return float64(l.latencies[at].Nanoseconds()) / 1000
	}
	json.NewEncoder(os.Stdout).Encode(map[string]interface{}{
		"requests": len(l.latencies), "errors": l.errors, "wall_s": l.wall.Seconds(),
		"user_s": seconds(l.before.Utime, l.after.Utime), "sys_s": seconds(l.before.Stime, l.after.Stime),
		"latency_us": map[string]float64{"p50": quantile(0.5), "p90": quantile(0.9), "p99": quantile(0.99),
			"p999": quantile(0.999), "max": quantile(1)},
		"peak_resident_bytes": peakResident()})
}
