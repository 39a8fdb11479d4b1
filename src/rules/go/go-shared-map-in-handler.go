package sample

import (
	"net/http"
	"sync"
)

var hits = map[string]int{}
var users = make(map[string]string)
var mu sync.Mutex

func track(w http.ResponseWriter, r *http.Request) {
	// ruleid: go-shared-map-in-handler
	hits[r.URL.Path]++
}

func add(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost {
		// ruleid: go-shared-map-in-handler
		users[r.FormValue("id")] = r.FormValue("name")
	}
}

func drop(w http.ResponseWriter, r *http.Request) {
	// ruleid: go-shared-map-in-handler
	delete(users, r.FormValue("id"))
}

func locked(w http.ResponseWriter, r *http.Request) {
	mu.Lock()
	defer mu.Unlock()
	// ok: go-shared-map-in-handler
	hits[r.URL.Path]++
}

func own(w http.ResponseWriter, r *http.Request) {
	seen := map[string]int{}
	// ok: go-shared-map-in-handler
	seen[r.URL.Path]++
}

func read(w http.ResponseWriter, r *http.Request) {
	// ok: go-shared-map-in-handler
	name := users[r.FormValue("id")]
	w.Write([]byte(name))
}
