class Tokens {
    Object read(String token) {
        // ruleid: java-unverified-token
        return JWT.decode(token).getSubject();
    }

    Object plain(String token) {
        // ruleid: java-unverified-token
        return Jwts.parser().build().parseClaimsJwt(token);
    }

    Object checked(String token) {
        // ok: java-unverified-token
        DecodedJWT decoded = JWT.decode(token);
        verifier.verify(decoded);
        // ok: java-unverified-token
        return Jwts.parser().verifyWith(key).build().parseClaimsJws(token);
    }
}
