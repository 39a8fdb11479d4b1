interface Products {
    // ruleid: java-mybatis-substitution
    @Select("SELECT * FROM products WHERE name = '${name}'")
    Product byName(String name);

    // ok: java-mybatis-substitution
    @Select("SELECT * FROM products WHERE name = #{name}")
    Product byNameSafely(String name);

    // ok: java-mybatis-substitution
    @Value("${product.limit}")
    int limit = 3;
}
