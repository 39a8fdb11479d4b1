class Tags:
    def named(self, tag):
        q = "SELECT rowid FROM tags WHERE tag = '" + tag + "'"
        # ruleid: py-sql-text
        self.query(q)
        return self.c.fetchone()[0]

    def removed(self, identifier):
        query = "DELETE FROM %s WHERE identifier = '%s';" % (self.table, identifier)
        # ruleid: py-sql-text
        self._query(query)

    def user(self):
        # ruleid: py-sql-text
        return self.db.get("select * from access where token = '%s'" % self.token)

    def dated(self, stamp, entry):
        sql = "UPDATE entries " + \
            "SET modified = " + stamp + " " + \
            "WHERE id = '" + entry + "';"
        # ruleid: py-sql-text
        db_execute(sql)

    def limited(self, most):
        # ruleid: py-sql-text
        return execute_query(f"SELECT slug FROM log ORDER BY views LIMIT {most}")

    def templated(self, number):
        insert_query = "INSERT INTO jobs (number) VALUES ({})"
        # ruleid: py-sql-text
        self.connect().cursor().execute(insert_query.format(number))

    def bound(self, tag):
        # ok: py-sql-text
        self.query("SELECT rowid FROM tags WHERE tag = ?", tag)

    def identified(self, identifier):
        query = "DELETE FROM %s WHERE identifier = $1;" % (self.table)
        # ok: py-sql-text
        self._query(query, identifier)

    def marked(self, ids):
        marks = ",".join("?" * len(ids))
        # ok: py-sql-text
        self.query("SELECT rowid FROM tags WHERE id IN (%s)" % marks, ids)

    def numbered(self, most):
        # ok: py-sql-text
        return execute_query("SELECT slug FROM log LIMIT %s" % int(most))

    def chosen(self, color):
        # ok: py-sql-text
        return self.shop.get("select a color from %s" % self.table_name)

    def told(self, name):
        # ok: py-sql-text
        log_query("SELECT rowid FROM tags WHERE tag = '%s'" % name)
