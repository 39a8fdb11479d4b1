// ruleid: java-types-from-input
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
class Event {
}

// ok: java-types-from-input
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
class Shape {
}

class Mappers {
    void open(ObjectMapper mapper) {
        // ruleid: java-types-from-input
        mapper.enableDefaultTyping();
        // ruleid: java-types-from-input
        mapper.activateDefaultTyping(LaissezFaireSubTypeValidator.instance, ObjectMapper.DefaultTyping.NON_FINAL);
    }

    void closed(ObjectMapper mapper, PolymorphicTypeValidator known) {
        // ok: java-types-from-input
        mapper.activateDefaultTyping(known, ObjectMapper.DefaultTyping.NON_FINAL);
        // ok: java-types-from-input
        mapper.registerModule(new JavaTimeModule());
    }
}
