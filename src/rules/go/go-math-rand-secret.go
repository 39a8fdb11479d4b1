package sample

import "math/rand"

func newToken(n int) string {
	// ruleid: go-math-rand-secret
	return letters[rand.Intn(n)]
}

func sessionID() int {
	// ruleid: go-math-rand-secret
	id := rand.Int63()
	return int(id)
}

func mail() {
	// ruleid: go-math-rand-secret
	code := rand.Intn(1000000)
	send(code)
}
func jitter(n int) int {
	// ok: go-math-rand-secret
	return rand.Intn(n)
}

func pick(list []string) string {
	// ok: go-math-rand-secret
	i := rand.Intn(len(list))
	return list[i]
}

func shuffle(n int) []int {
	// ok: go-math-rand-secret
	return rand.Perm(n)
}
