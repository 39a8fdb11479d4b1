class Profiles {
    void show(User user) {
        // ruleid: java-personal-data-in-log
        log.info("user {} with card {}", user.getName(), user.getIdCard());
        // ruleid: java-personal-data-in-log
        logger.debug("phone {}", user.getPhoneNumber());
        // ok: java-personal-data-in-log
        log.info("user {}", user.getId());
        // ok: java-personal-data-in-log
        log.info("phone {}", mask(user.getPhoneNumber()));
    }
}
