class Binding {
    void all(Account account, HttpServletRequest request) throws Exception {
        // ruleid: java-mass-assignment
        BeanUtils.populate(account, request.getParameterMap());
        // ok: java-mass-assignment
        account.setName(request.getParameter("name"));
        // ok: java-mass-assignment
        BeanUtils.copyProperties(known, account);
    }
}
