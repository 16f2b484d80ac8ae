package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.monitor.Verdict.Sign;

/// What an agent says of itself on its status page is understood, in XML or in any other text, and it can do no harm.
final class StatusPageTest {
    private static StatusPage valueAt(String place) {
        return new StatusPage(Optional.empty(), Optional.of(StatusPage.Place.of(place)));
    }

    @Test
    void aValueIsFoundByExpressionOrPath() {
        assertThat(valueAt("Queue: *([0-9.]+)")
                        .read("Up\nQueue:  17.5 messages")
                        .value())
                .hasValue(17.5);
        assertThat(valueAt("/agent/queue")
                        .read("<?xml version='1.0'?><agent><queue> 12 </queue></agent>")
                        .value())
                .hasValue(12);
        assertThat(valueAt("/agent/@queue").read("<agent queue='3'/>").value()).hasValue(3);
        assertThat(valueAt("//q[@name='in']")
                        .read("<a><q name='out'>1</q><q name='in'>2</q></a>")
                        .value())
                .hasValue(2);
    }

    @Test
    void aPageWithoutTheValueIsAFault() {
        assertThat(valueAt("Queue: ([0-9]+)").read("Queue: many").fault()).startsWith("has no number where Queue:");
        assertThat(valueAt("/agent/queue").read("<agent/>").fault()).isEqualTo("has no number at /agent/queue");
        assertThat(valueAt("/agent/queue")
                        .read("<agent><queue>NaN</queue></agent>")
                        .fault())
                .isEqualTo("has no number at /agent/queue");
        assertThat(valueAt("/agent/queue").read("<agent>").fault()).isEqualTo("is no XML that can be read");
        assertThat(valueAt("/agent/queue").read("").fault()).isEqualTo("is no XML that can be read");
    }

    @Test
    void aPathIsFoundInOneWalkThroughThePageOrNotUnderstood() {
        String page = "<a><q n='in'><s>x</s><v>1</v></q><q n='out'><s>y</s><v>2</v><v>3</v></q></a>";
        assertThat(valueAt("/a/q[2]/v[2]").read(page).value()).hasValue(3);
        assertThat(valueAt("//q[s='y']/v").read(page).value()).hasValue(2);
        assertThat(valueAt("/a/*[@n=\"in\"]/v/text()").read(page).value()).hasValue(1);
        for (String endless : List.of(
                "//*[//*]",
                "//*[count(//*)>0]",
                "//a//b",
                "/descendant::a/following::b",
                "/a/../a",
                "/a | /b",
                "/a[last()]",
                "/a[string-length(.)>1]",
                "/a/@b/c",
                "/" + "a/".repeat(300) + "a")) {
            assertThatThrownBy(() -> valueAt(endless))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("none of the paths that are understood");
        }
    }

    @Test
    void aPageOfTooManyOrTooDeepElementsIsNotSearched() {
        assertThat(valueAt("//v").read(wide(9_998)).value()).hasValue(7);
        StatusPage.Reading wide = valueAt("//v").read(wide(9_999));
        assertThat(wide.sign()).isEqualTo(Sign.UNCLEAR);
        assertThat(wide.fault()).isEqualTo("has more than 10000 elements; name a shorter page");
        assertThat(valueAt("//v")
                        .read("<a>".repeat(98) + "<v>7</v>" + "</a>".repeat(98))
                        .value())
                .hasValue(7);
        StatusPage.Reading deep = valueAt("//v").read("<a>".repeat(200) + "<v>7</v>" + "</a>".repeat(200));
        assertThat(deep.sign()).isEqualTo(Sign.UNCLEAR);
        assertThat(deep.fault()).isEqualTo("is no XML that can be read");
    }

    private static String wide(int elements) {
        return "<a>" + "<b/>".repeat(elements) + "<v>7</v></a>";
    }

    @Test
    void whatIsExpectedMustBeThere() {
        StatusPage page = new StatusPage(Optional.of(Pattern.compile("status=(running|idle)")), Optional.empty());

        assertThat(page.read("a\nstatus=idle\n").fault()).isEmpty();
        assertThat(page.read("status=stopping").fault()).isEqualTo("does not say 'status=(running|idle)'");
    }

    @Test
    void whatCannotBeReadIsNoIllnessOfTheAgent() {
        assertThat(valueAt("Queue: ([0-9]+)").read("Queue: many").sign()).isEqualTo(Sign.UNCLEAR);
        assertThat(valueAt("/agent/queue").read("<agent>").sign()).isEqualTo(Sign.UNCLEAR);
        StatusPage expecting = new StatusPage(Optional.of(Pattern.compile("running")), Optional.empty());
        assertThat(expecting.read("stopping").sign()).isEqualTo(Sign.USELESS);
    }

    @Test
    void anExpressionWithoutEndEndsThePollAndNotTheMonitor() {
        String page = "a".repeat(200) + "b";
        StatusPage.Reading endless =
                new StatusPage(Optional.of(Pattern.compile("(.*a){12}c")), Optional.empty()).read(page);
        assertThat(endless.sign()).isEqualTo(Sign.UNCLEAR);
        assertThat(endless.fault()).contains("cannot be searched for '(.*a){12}c' in reasonable time");
        StatusPage.Reading deep = valueAt("(?:a|b)*(c)").read("ab".repeat(100_000));
        assertThat(deep.sign()).isEqualTo(Sign.UNCLEAR);
    }

    @Test
    void aPageThatIsTooLongIsToldAsSuch() throws Exception {
        String long200 = "<b>x</b>\n".repeat(40_000);
        Verdict behind = look("<a><\u00fc/>" + long200 + "<q>7</q></a>", "/a/q");
        assertThat(behind.sign()).isEqualTo(Sign.UNCLEAR);
        assertThat(behind.detail()).contains("is longer than 256 KiB");
        assertThat(look("<a>" + long200 + "<q>7</q><\u00fc/></a>", "/a/q").sign())
                .isEqualTo(Sign.UNCLEAR);
        Verdict before = look("<a><\u00fc/>q=7" + long200, "q=([0-9])");
        assertThat(before.value()).hasValue(7);
    }

    @Test
    void noWordOfADocumentTypeIsObeyed() {
        for (String type : List.of(
                "<!DOCTYPE a>",
                "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'>",
                "<!DOCTYPE a [<!ENTITY b '4'><!ENTITY c '&b;&b;'>]>",
                "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/p'> %p;]>")) {
            assertThat(valueAt("/a").read(type + "<a>4</a>").fault()).as(type).isEqualTo("is no XML that can be read");
        }
    }

    @Test
    void aPageReadsNoFileAndBlowsNothingUp(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "42");
        String page = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file://" + secret + "\">]><a>&x;</a>";

        assertThat(valueAt("/a").read(page).value()).isEmpty();
        assertThat(valueAt("/a").read(page).fault()).isEqualTo("is no XML that can be read");
    }

    private static Verdict look(String body, String place) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            return Probes.of(
                            "http://127.0.0.1:" + server.getAddress().getPort() + "/",
                            new StatusPage(
                                    Optional.of(Pattern.compile("<\u00fc/>")), Optional.of(StatusPage.Place.of(place))),
                            new PeerTrust.Anybody(),
                            KeptConnection.none())
                    .orElseThrow()
                    .look();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void thePageIsReadOverTheNetwork() throws Exception {
        Verdict good = look("<a>" + "<b>x</b>".repeat(2_000) + "<q>7</q><\u00fc/></a>", "/a/q");
        assertThat(good.sign()).isEqualTo(Sign.USEFUL);
        assertThat(good.value()).hasValue(7);
        assertThat(good.millis()).isPresent();

        Verdict ill = look("<a><q>7</q></a>", "/a/q");
        assertThat(ill.sign()).isEqualTo(Sign.USELESS);
        assertThat(ill.detail()).contains("does not say '<\u00fc/>'");
    }
}
