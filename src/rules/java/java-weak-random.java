import java.security.SecureRandom;
import java.util.Random;

class Tokens {
    String newToken() {
        // ruleid: java-weak-random
        Random random = new Random();
        return Long.toHexString(random.nextLong());
    }

    int otpCode() {
        // ruleid: java-weak-random
        return (int) (Math.random() * 1000000);
    }

    String strongToken() {
        // ok: java-weak-random
        SecureRandom random = new SecureRandom();
        return Long.toHexString(random.nextLong());
    }

    int rollDice() {
        // ok: java-weak-random
        return new Random().nextInt(6);
    }
}
