// Go's net/http, standard library only.
package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"sync"
	"time"
)

type createParams struct {
	EmailAddress   string                 `json:"email_address"`
	PublicMetadata map[string]interface{} `json:"public_metadata"`
	RedirectURL    string                 `json:"redirect_url"`
	Notify         bool                   `json:"notify"`
	IgnoreExisting bool                   `json:"ignore_existing"`
	ExpiresInDays  int                    `json:"expires_in_days"`
	TemplateSlug   string                 `json:"template_slug"`
}

type invitation struct {
	ID             string                 `json:"id"`
	EmailAddress   string                 `json:"email_address"`
	PublicMetadata map[string]interface{} `json:"public_metadata"`
	Status         string                 `json:"status"`
	URL            string                 `json:"url"`
	Revoked        bool                   `json:"revoked"`
	ExpiresAt      int64                  `json:"expires_at"`
	CreatedAt      int64                  `json:"created_at"`
	UpdatedAt      int64                  `json:"updated_at"`
}

func makeParams() createParams {
	return createParams{
		EmailAddress: "invite@example.com",
		PublicMetadata: map[string]interface{}{
			"example": "metadata", "example_nested": map[string]interface{}{"nested": "metadata"}},
		RedirectURL: "https://www.example.com/new", Notify: true, IgnoreExisting: true, ExpiresInDays: 30,
		TemplateSlug: "invitation"}
}

func create(client *http.Client, url string) error {
	body, err := json.Marshal(makeParams())
	if err != nil {
		return err
	}
	request, err := http.NewRequest(http.MethodPost, url+"/v1/invitations", bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer sk_test_fake_backend_key")
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Clerk-API-Version", "2026-05-12")
	answer, err := client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	var result invitation
	if err := json.Unmarshal(text, &result); err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK || len(result.PublicMetadata) != 2 {
		return fmt.Errorf("status %d", answer.StatusCode)
	}
	return nil
}

func main() {
	url := flag.String("url", "", "")
	ca := flag.String("ca", "", "")
	concurrency := flag.Int("concurrency", 1, "")
	connections := flag.Int("connections", 1, "")
	warmUp := flag.Int("warm-up", 0, "")
	requests := flag.Int("requests", 0, "")
	seconds := flag.Float64("seconds", 0, "")
	rate := flag.Float64("rate", 0, "")
	flag.Parse()

	load := newLoad(*warmUp, *requests, *seconds, *rate > 0)
	pem, err := os.ReadFile(*ca)
	if err != nil {
		log.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	client := &http.Client{
		Timeout: 30 * time.Second,
		Transport: &http.Transport{
			MaxConnsPerHost: *connections, MaxIdleConnsPerHost: *connections, MaxIdleConns: *connections,
			TLSClientConfig: &tls.Config{RootCAs: roots}}}
	call := func(begun time.Time) {
		err := create(client, *url)
		if err != nil {
			log.Print(err)
		}
		load.ended(begun, err == nil)
	}
	callWhile := func(concurrency int, wanted func() bool) {
		var callers sync.WaitGroup
		for i := 0; i < concurrency; i++ {
			callers.Add(1)
			go func() {
				defer callers.Done()
				for wanted() {
					call(time.Now())
				}
			}()
		}
		callers.Wait()
	}
	if *rate > 0 {
		// So that all connections are open: connecting is not to be measured.
		callWhile(*connections, load.isWarmingUp)
		interval := time.Duration(1e9 / *rate)
		for due := time.Now(); !load.isOver(); due = due.Add(interval) {
			time.Sleep(time.Until(due))
			go call(due)
		}
	} else {
		go callWhile(*concurrency, func() bool { return !load.isOver() })
		<-load.done
	}
	load.print()
}
