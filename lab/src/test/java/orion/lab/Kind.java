package orion.lab;

import java.util.List;

/// A kind of service that a template makes, with real programs at both ends.
///
/// @param template its name; the resource is called the same
/// @param number   the last number of its address
/// @param values   what fills the template besides disk, mount point and address
/// @param prepare  what a person does on its volume beyond the template's own steps, as shell commands; `$M` is the
/// mount
///                 point. Empty where there is nothing to do
/// @param ask      what the client runs to see that the service works and has its data, as shell command; `$A` is the
///                 address
record Kind(String template, int number, String values, String prepare, String ask) {
    /// All templates there are, but the address alone.
    static final List<Kind> ALL = List.of(
            new Kind("nginx", 60, "licences=2", "echo kept >$M/www/page", "curl -sSf http://$A/page | grep kept"),
            new Kind("apache2", 61, "", "echo kept >$M/www/page", "curl -sSf http://$A/page | grep kept"),
            new Kind(
                    "tomcat10",
                    62,
                    "java-home=" + System.getProperty("orion.lab.java", "/usr/lib/jvm/java-17-openjdk-amd64"),
                    "echo kept >$M/webapps/ROOT/page",
                    "curl -sSf http://$A:8080/page | grep kept"),
            new Kind(
                    "postgresql",
                    63,
                    "",
                    "echo \"alter role postgres password 'x'; create table kept ();\" | setpriv --reuid=postgres"
                            + " --regid=postgres --init-groups /usr/lib/postgresql/15/bin/postgres --single -D $M/data postgres",
                    "PGPASSWORD=x psql -h $A -U postgres -c 'select * from kept'"),
            new Kind(
                    "mariadb",
                    64,
                    "",
                    "printf '%s\\n' 'flush privileges;' \"create user u identified by 'x';\" 'create database kept;'"
                            + " \"grant all on kept.* to u;\" | mariadbd --no-defaults --user=mysql --datadir=$M/data"
                            + " --bootstrap",
                    "mariadb -h $A -u u -px -e 'show databases' | grep kept"),
            new Kind("bind9", 65, "zone=example.org", "", "dig +short +time=1 +tries=1 @$A ns.example.org | grep $A"),
            new Kind(
                    "kea",
                    66,
                    "subnet=" + Lab.address(0) + "/24 pool=" + Lab.address(150) + "-" + Lab.address(160),
                    "",
                    "busybox udhcpc -n -q -f -t 3 -T 1 -s /bin/true -i eth0 2>&1 | grep \"from $A\""),
            new Kind("cups", 67, "", "", "lpstat -h $A:631 -r | grep running"),
            new Kind(
                    "samba",
                    68,
                    "",
                    "echo kept >$M/files/page; printf 'x\\nx\\n' | smbpasswd -c $M/smb.conf -s -a root",
                    "smbclient //$A/files -U root%x -c ls | grep page"),
            new Kind(
                    "nfs",
                    69,
                    "clients=" + Lab.address(0) + "/24",
                    "echo kept >$M/files/page",
                    "nfs-ls \"nfs://$A/files?version=4\" | grep page"),
            new Kind(
                    "postfix",
                    70,
                    "name=mail.example.org domain=example.org",
                    "",
                    "echo text | curl -sS smtp://$A --mail-from a@example.com --mail-rcpt postmaster@example.org -T -"),
            new Kind(
                    "dovecot",
                    71,
                    "",
                    "echo 'u:{plain}x' >>$M/users; install -d -o mail -g mail $M/mail/u $M/mail/u/.Kept"
                            + " $M/mail/u/.Kept/cur $M/mail/u/.Kept/new $M/mail/u/.Kept/tmp",
                    "curl -sSk imaps://$A --user u:x | grep Kept"),
            new Kind("generic-volume", 72, "", "", "ping -c 1 -W 1 $A"));

    String address() {
        return Lab.address(number);
    }

    String disk() {
        return "/run/lab/disk/" + template;
    }

    String mountPoint() {
        return "/var/srv/" + template;
    }

    /// The words behind `orion` that make the resource.
    String create() {
        String all = "create %s --template %s device=%s mount=%s address=%s/24 %s"
                .formatted(template, template, disk(), mountPoint(), address(), values);
        return all.strip();
    }
}
