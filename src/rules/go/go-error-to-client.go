package sample

func cases() {
	// ruleid: go-error-to-client
	http.Error(w, err.Error(), http.StatusInternalServerError)
	// ruleid: go-error-to-client
	http.Error(w, failed.Error(), 500)
	// ruleid: go-error-to-client
	http.Error(w, err.Error(), http.StatusBadGateway)
	// ok: go-error-to-client
	http.Error(w, err.Error(), http.StatusBadRequest)
	// ok: go-error-to-client
	http.Error(w, "failed", http.StatusInternalServerError)
	// ok: go-error-to-client
	http.Error(w, http.StatusText(500), 500)
}
