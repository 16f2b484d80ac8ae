package orion.supervisor.monitor;

import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathExpression;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import orion.supervisor.monitor.Verdict.Sign;

/// What an agent's status page must say of it, and where on it the value is that is watched. Who does not say the one
/// is ill; where the other cannot be found, a person has to look, for a restart would only show the same page again.
///
/// @param expected what must be on the page; who does not say so is alive and not useful
/// @param value    where the value is
record StatusPage(Optional<Pattern> expected, Optional<Place> value) {
    private static final String NAME = "[\\p{L}_][\\p{L}\\p{N}_.-]*";

    /// The paths of XPath whose search is over after one walk through the page: names, at one place `//`, and in
    /// brackets a number or what an attribute or element says. XPath as a whole knows no end.
    private static final Pattern PATH = Pattern.compile(
            "(?!.*//.*//)(?://?(?:NAME|\\*)(?:\\[(?:\\d{1,6}|@?NAME *= *(?:'[^']*'|\"[^\"]*\"))])*)+(?:/(?:@NAME|text\\(\\)))?"
                    .replace("NAME", NAME));
    private static final int LONGEST_PATH = 500;
    private static final int MOST_ELEMENTS = 10_000;
    private static final int DEEPEST = 100;

    static final StatusPage NONE = new StatusPage(Optional.empty(), Optional.empty());

    /// Where a value is.
    sealed interface Place {
        /// In the first group of a regular expression.
        record Text(Pattern pattern) implements Place {}

        /// In a page of XML.
        record Xml(String path) implements Place {}

        /// A place as people write it: an XPath begins with a slash, anything else is a regular expression.
        ///
        /// @throws IllegalArgumentException saying what is wrong with it
        static Place of(String text) {
            if (!text.startsWith("/")) {
                Pattern pattern = Pattern.compile(text, Pattern.DOTALL);
                if (pattern.matcher("").groupCount() != 1) {
                    throw new IllegalArgumentException("it needs one group in parentheses, the value");
                }
                return new Text(pattern);
            }
            if (text.length() > LONGEST_PATH || !PATH.matcher(text).matches()) {
                throw new IllegalArgumentException(
                        "it is none of the paths that are understood, as /agent/queue/@length"
                                + " or //queue[@name='in'][1]/text()");
            }
            try {
                compile(text);
                return new Xml(text);
            } catch (XPathExpressionException wrong) {
                throw new IllegalArgumentException("it is no XPath", wrong);
            }
        }
    }

    /// What is found on a page.
    ///
    /// @param sign  `USELESS` where it does not say what it should; `UNCLEAR` where it cannot be understood
    /// @param fault what is wrong with it; empty where it is as it should be
    record Reading(Sign sign, String fault, OptionalDouble value) {
        static final Reading NOTHING = new Reading(Sign.USEFUL, "", OptionalDouble.empty());

        static Reading of(double value) {
            return new Reading(Sign.USEFUL, "", OptionalDouble.of(value));
        }

        static Reading unclear(String fault) {
            return new Reading(Sign.UNCLEAR, fault, OptionalDouble.empty());
        }
    }

    boolean wantsBody() {
        return expected.isPresent() || value.isPresent();
    }

    Reading read(String body) {
        try {
            if (expected.isPresent() && BoundedSearch.find(expected.get(), body).isEmpty()) {
                return new Reading(Sign.USELESS, "does not say '" + expected.get() + "'", OptionalDouble.empty());
            }
            if (value.isEmpty()) {
                return Reading.NOTHING;
            }
            return switch (value.get()) {
                case Place.Text text ->
                    number(
                            BoundedSearch.find(text.pattern(), body)
                                    .map(found -> found.group(1))
                                    .orElse(""),
                            "where " + text.pattern() + " should find it");
                case Place.Xml xml -> xml(body, xml.path());
            };
        } catch (BoundedSearch.TooMuch endless) {
            return Reading.unclear(String.valueOf(endless.getMessage()));
        }
    }

    private static Reading xml(String body, String path) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            // Nothing that a page says is fetched from elsewhere, or blown up.
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setNamespaceAware(false);
            factory.setAttribute("jdk.xml.maxElementDepth", DEEPEST);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            Document document = builder.parse(new InputSource(new StringReader(body)));
            if (document.getElementsByTagName("*").getLength() > MOST_ELEMENTS) {
                return Reading.unclear("has more than " + MOST_ELEMENTS + " elements; name a shorter page");
            }
            return number(compile(path).evaluate(document), "at " + path);
        } catch (SAXException | IOException notXml) {
            return Reading.unclear("is no XML that can be read");
        } catch (ParserConfigurationException | XPathExpressionException broken) {
            return Reading.unclear("cannot be read: " + broken.getMessage());
        }
    }

    private static XPathExpression compile(String path) throws XPathExpressionException {
        return XPathFactory.newDefaultInstance().newXPath().compile(path);
    }

    private static Reading number(String text, String where) {
        try {
            double value = Double.parseDouble(text.strip());
            // What XPath makes of a place that is not there.
            return Double.isFinite(value) ? Reading.of(value) : Reading.unclear("has no number " + where);
        } catch (NumberFormatException none) {
            return Reading.unclear("has no number " + where);
        }
    }
}
