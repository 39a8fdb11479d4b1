package sample

func cases() {
	// ruleid: go-oauth-state
	u := conf.AuthCodeURL("state")
	// ruleid: go-oauth-state
	u := conf.AuthCodeURL(session.Value, oauth2.AccessTypeOnline)
	// ruleid: go-oauth-state
	url := conf.AuthCodeURL(state, oauth2.AccessTypeOffline)
	// ok: go-oauth-state
	u := conf.AuthCodeURL(newState())
	// ok: go-oauth-state
	u := conf.AuthCodeURL(store.State(r), oauth2.AccessTypeOffline)
	// ok: go-oauth-state
	t, err := conf.Exchange(ctx, code)
}
