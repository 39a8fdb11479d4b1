package sample

func cases() {
	seen := make(map[string]int)
	for _, one := range list {
		go func(key string) {
			// ruleid: go-map-written-concurrently
			seen[key] = 1
		}(one)
	}
	sums := make(map[string]int)
	for i := 0; i < 3; i++ {
		go func(n int) {
			work(n)
			// ruleid: go-map-written-concurrently
			sums["all"] = n
		}(i)
	}
	found := make(map[int]bool)
	for _, id := range ids {
		go func(n int) {
			if check(n) {
				// ruleid: go-map-written-concurrently
				found[n] = true
			}
		}(id)
	}
	kept := make(map[string]int)
	for _, one := range list {
		go func(key string) {
			mu.Lock()
			defer mu.Unlock()
			// ok: go-map-written-concurrently
			kept[key] = 1
		}(one)
	}
	plain := make(map[string]int)
	for _, one := range list {
		// ok: go-map-written-concurrently
		plain[one] = 1
	}
	for _, one := range list {
		go func(key string) {
			own := make(map[string]int)
			// ok: go-map-written-concurrently
			own[key] = 1
		}(one)
	}
}
