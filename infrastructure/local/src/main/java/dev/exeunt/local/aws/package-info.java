/// The services that the functions talk to: embedded DynamoDB and SQS, and small stand-ins for KMS and Secrets Manager.
@NullMarked
package dev.exeunt.local.aws;

import org.jspecify.annotations.NullMarked;
