package dev.exeunt.benchmark.bare;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.xml.sax.SAXException;

/// Parses a small document at its first event, and gets hold of what a signature in it would be read with: what the first use
/// of the JDK's XML costs, before any signature.
public final class ParsedXml implements RequestStreamHandler {

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        var document = "<a xmlns='urn:a'><b c='d'>e</b></a>".getBytes(StandardCharsets.UTF_8);
        try {
            var factory = DocumentBuilderFactory.newDefaultNSInstance();
            var parsed = factory.newDocumentBuilder().parse(new ByteArrayInputStream(document));
            var method = XMLSignatureFactory.getInstance("DOM")
                    .newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null);
            output.write("{\"statusCode\":200,\"body\":\"%s %s\"}"
                    .formatted(parsed.getDocumentElement().getLocalName(), method.getAlgorithm())
                    .getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | ParserConfigurationException | SAXException e) {
            throw new IOException(e);
        }
    }
}
