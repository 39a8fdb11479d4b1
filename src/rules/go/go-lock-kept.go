package sample

import "sync"

type counter struct {
	mu sync.RWMutex
	n  map[string]int
}

func (c *counter) early(k string) {
	// ruleid: go-lock-kept
	c.mu.Lock()
	if k == "" {
		return
	}
	c.n[k]++
	c.mu.Unlock()
}

func (c *counter) read(k string) (int, bool) {
	// ruleid: go-lock-kept
	c.mu.RLock()
	n, ok := c.n[k]
	if !ok {
		return 0, false
	}
	c.mu.RUnlock()
	return n, true
}

func (c *counter) logged(k string) error {
	// ruleid: go-lock-kept
	c.mu.Lock()
	n := c.n[k]
	if n < 0 {
		log(k)
		return errBelow
	}
	c.n[k] = n + 1
	c.mu.Unlock()
	return nil
}

func (c *counter) deferred(k string) {
	// ok: go-lock-kept
	c.mu.Lock()
	defer c.mu.Unlock()
	if k == "" {
		return
	}
	c.n[k]++
}

func (c *counter) both(k string) {
	// ok: go-lock-kept
	c.mu.Lock()
	if k == "" {
		c.mu.Unlock()
		return
	}
	c.n[k]++
	c.mu.Unlock()
}

func (c *counter) between(k string) int {
	// ok: go-lock-kept
	c.mu.Lock()
	n := c.n[k]
	c.mu.Unlock()
	if n == 0 {
		return 0
	}
	// ok: go-lock-kept
	c.mu.Lock()
	c.n[k]--
	c.mu.Unlock()
	return n
}
