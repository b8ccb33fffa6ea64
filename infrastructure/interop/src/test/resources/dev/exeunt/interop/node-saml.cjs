// Plays the service provider with @node-saml/node-saml. Reads one JSON document from standard input: the settings and what
// we sent; answers with what the library made of it and with messages of its own.
const { SAML } = require("@node-saml/node-saml");
const { signSamlPost } = require("@node-saml/node-saml/lib/saml-post-signing");

async function attempt(action) {
  try {
    return { good: await action() };
  } catch (e) {
    return { refused: String(e.message) };
  }
}

function parsed(url) {
  const query = url.slice(url.indexOf("?") + 1);
  return [Object.fromEntries(new URLSearchParams(query)), query];
}

function posted(input, xml, root) {
  const signed = signSamlPost(xml, "/*[local-name(.)='" + root + "']", {
    privateKey: input.privateKey,
    signatureAlgorithm: "sha256",
    digestAlgorithm: "sha256",
    xmlSignatureTransforms: [
      "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
      "http://www.w3.org/2001/10/xml-exc-c14n#",
    ],
  });
  return Buffer.from(signed).toString("base64");
}

async function main(input) {
  const saml = new SAML({
    entryPoint: "https://slo.example.com/sso",
    callbackUrl: "https://sp.example.org/acs",
    issuer: input.sp,
    idpIssuer: input.idp,
    idpCert: input.idpCertificate,
    privateKey: input.privateKey,
    publicCert: input.certificate,
    logoutUrl: input.idpSlo,
    signatureAlgorithm: "sha256",
    digestAlgorithm: "sha256",
    validateInResponseTo: "never",
  });
  const profile = {
    nameID: input.nameId,
    nameIDFormat: input.format,
    nameQualifier: input.idp,
    spNameQualifier: input.sp,
    sessionIndex: input.sessionIndex,
  };
  const asked = { ID: input.requestId };
  const request = await saml._generateLogoutRequest(profile);
  const response = saml._generateLogoutResponse(asked, true);
  return {
    redirectedRequest: await attempt(() => saml.validateRedirectAsync(...parsed(input.redirectedRequest))),
    tamperedRequest: await attempt(() => saml.validateRedirectAsync(...parsed(input.tamperedRequest))),
    redirectedResponse: await attempt(() => saml.validateRedirectAsync(...parsed(input.redirectedResponse))),
    postedRequest: await attempt(() => saml.validatePostRequestAsync({ SAMLRequest: input.postedRequest })),
    postedResponse: await attempt(() => saml.validatePostResponseAsync({ SAMLResponse: input.postedResponse })),
    tamperedResponse: await attempt(() => saml.validatePostResponseAsync({ SAMLResponse: input.tamperedResponse })),
    tamperedPost: await attempt(() => saml.validatePostRequestAsync({ SAMLRequest: input.tamperedPost })),
    theirRequest: await saml.getLogoutUrlAsync(profile, input.relayState, {}),
    theirRequestWithASpace: await saml.getLogoutUrlAsync(profile, input.relayStateWithASpace, {}),
    theirResponse: await saml.getLogoutResponseUrlAsync(asked, input.relayState, {}, true),
    theirPost: posted(input, request, "LogoutRequest"),
    theirPostedResponse: posted(input, response, "LogoutResponse"),
  };
}

let text = "";
process.stdin.on("data", (chunk) => (text += chunk));
process.stdin.on("end", () =>
  main(JSON.parse(text)).then(
    (answer) => process.stdout.write(JSON.stringify(answer)),
    (e) => {
      process.stderr.write(String(e.stack));
      process.exitCode = 1;
    },
  ),
);
