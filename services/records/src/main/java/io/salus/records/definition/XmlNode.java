package io.salus.records.definition;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * One element of FHIR XML: its name, its {@code value} or {@code url} attribute and its children.
 */
record XmlNode(String name, @Nullable String value, @Nullable String url, List<XmlNode> children) {
  /** Texts and mappings make most of the file and say nothing about structure. */
  private static final Set<String> SKIPPED =
      Set.of("text", "mapping", "constraint", "differential", "contact", "requirements");

  /** Reads a Bundle and passes on each resource of the wanted types. */
  static void readResources(InputStream in, Set<String> wanted, Consumer<XmlNode> consumer)
      throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(in);
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT
            && wanted.contains(reader.getLocalName())) {
          consumer.accept(read(reader));
        }
      }
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  private static XmlNode read(XMLStreamReader reader) throws XMLStreamException {
    String name = reader.getLocalName();
    String value = reader.getAttributeValue(null, "value");
    String url = reader.getAttributeValue(null, "url");
    List<XmlNode> children = new ArrayList<>();
    while (reader.next() != XMLStreamConstants.END_ELEMENT) {
      if (reader.isStartElement()) {
        XmlNode child = read(reader);
        if (!SKIPPED.contains(child.name())) {
          children.add(child);
        }
      }
    }
    return new XmlNode(name, value, url, children);
  }

  Stream<XmlNode> all(String childName) {
    return children.stream().filter(child -> child.name().equals(childName));
  }

  Optional<XmlNode> first(String childName) {
    return all(childName).findFirst();
  }

  /** The value of the first child of this name. */
  Optional<String> text(String childName) {
    return first(childName).map(XmlNode::value);
  }

  String require(String childName) {
    return text(childName)
        .orElseThrow(() -> new IllegalStateException(name + " without " + childName));
  }
}
